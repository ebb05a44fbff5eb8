package dev.millrace.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Reads a stream of server-sent events as a browser does, but does not come back by itself. */
public final class EventClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One event; id and name are empty where it has none. */
  public record Event(String id, String name, String data) {}

  private final InputStream body;
  private final BlockingQueue<Event> unread = new LinkedBlockingQueue<>();
  private final List<Event> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger comments = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);

  private EventClient(InputStream body) {
    this.body = body;
    Thread reader = new Thread(this::read, "event-client");
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens a stream from its present on. */
  public static EventClient open(String url) {
    return open(url, "");
  }

  /** Opens a stream from after the event of that id on. */
  public static EventClient open(String url, String lastEventId) {
    HttpResponse<InputStream> response = request(url, lastEventId);
    if (response.statusCode() != 200) {
      throw new AssertionError(url + " answered " + response.statusCode());
    }
    return new EventClient(response.body());
  }

  /** The answer to a request for events, whatever it is. */
  public static HttpResponse<InputStream> request(String url, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build()
          .send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next event of that name; the ones before it are passed over. */
  public Event await(String name) {
    return await(name, event -> true);
  }

  /** The next event of that name that is as wanted; the ones before it are passed over. */
  public Event await(String name, Predicate<Event> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        Event event = unread.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new AssertionError("Waited in vain for '" + name + "'; there were " + received);
        }
        if (event.name().equals(name) && wanted.test(event)) {
          return event;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Every event so far. */
  public List<Event> received() {
    return received;
  }

  /** How many comments there were, which keep a stream alive. */
  public int comments() {
    return comments.get();
  }

  /** Waits for the server to end the stream. */
  public boolean awaitEnd(Duration longest) {
    try {
      return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    String id = "";
    String name = "";
    StringBuilder data = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            Event event = new Event(id, name, data.toString());
            received.add(event);
            unread.add(event);
          }
          name = "";
          data.setLength(0);
        } else if (line.startsWith(":")) {
          comments.incrementAndGet();
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        }
      }
    } catch (IOException cut) {
      // It has ended, if not in order.
    } finally {
      ended.countDown();
    }
  }
}

package dev.millrace.serving.requestlog;

import dev.millrace.core.serving.RequestLogSettings;
import dev.millrace.serving.requestlog.LoggedRequestStore.Row;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests behind the answers, many together. Whoever answers never waits for it: what is
 * too much is dropped, and counted. While the database is away it keeps what it has.
 */
@Singleton
class RequestLogWriter {

  private static final Logger LOG = Logger.getLogger(RequestLogWriter.class);
  private static final int MOST_AT_ONCE = 500;
  private static final long MOST_BYTES_AT_ONCE = 4L << 20;
  private static final long PAUSE_MILLIS = 500;

  private final LoggedRequestStore requests;
  private final RequestLogStore logs;
  private final PartitionStore partitions;
  private final int longestBody;
  private final long mostBytes;
  private final BlockingQueue<Entry> queue;
  private final AtomicLong bytesWaiting = new AtomicLong();
  private final Counter dropped;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  // Of the writing thread.
  private final Set<LocalDate> days = new HashSet<>();
  private @Nullable Entry held;

  RequestLogWriter(
      LoggedRequestStore requests,
      RequestLogStore logs,
      PartitionStore partitions,
      RequestLogConfig config,
      MeterRegistry registry) {
    this.requests = requests;
    this.logs = logs;
    this.partitions = partitions;
    this.longestBody = Math.toIntExact(config.maxBody().asLongValue());
    this.mostBytes = config.maxWaitingBytes().asLongValue();
    this.queue = new LinkedBlockingQueue<>(config.maxWaiting());
    this.dropped =
        Counter.builder("millrace.request.log.dropped")
            .description("Requests that were to be kept and are not: too many waited")
            .register(registry);
  }

  void start(@Observes StartupEvent event) {
    Thread writer = new Thread(this::run, "serving-request-log");
    writer.setDaemon(true);
    writer.start();
    thread = writer;
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    if (thread != null) {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    }
  }

  /** Has a request written in its turn; drops it where too much waits. */
  void offer(Entry entry) {
    long bytes = entry.heldBytes();
    if (bytesWaiting.addAndGet(bytes) > mostBytes || !queue.offer(entry)) {
      bytesWaiting.addAndGet(-bytes);
      dropped.increment();
    }
  }

  private void run() {
    while (true) {
      List<Entry> batch = take();
      if (!batch.isEmpty()) {
        write(batch);
        bytesWaiting.addAndGet(-batch.stream().mapToLong(Entry::heldBytes).sum());
      } else if (stopping.getCount() == 0) {
        return;
      }
    }
  }

  /** What waits, as far as it is written together; empty where nothing came for a while. */
  private List<Entry> take() {
    List<Entry> batch = new ArrayList<>();
    long bytes = 0;
    try {
      Entry next = held == null ? queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS) : held;
      held = null;
      while (next != null) {
        batch.add(next);
        bytes += next.heldBytes();
        if (batch.size() == MOST_AT_ONCE) {
          break;
        }
        next = queue.poll();
        if (next != null && bytes + next.heldBytes() > MOST_BYTES_AT_ONCE) {
          held = next;
          break;
        }
      }
    } catch (InterruptedException e) {
      stopping.countDown();
    }
    return batch;
  }

  private void write(List<Entry> batch) {
    for (int attempt = 0; ; attempt++) {
      try {
        writeOnce(batch);
        return;
      } catch (RuntimeException e) {
        days.clear();
        if (!isWorthRetrying(e)) {
          LOG.warnf(e, "%d requests cannot be kept", batch.size());
          dropped.increment(batch.size());
          return;
        }
        if (attempt == 0) {
          LOG.warnf("requests are written down when the database is back: %s", e);
        }
        if (isStoppedWithin(PAUSE_MILLIS)) {
          dropped.increment(batch.size());
          return;
        }
      }
    }
  }

  /**
   * By the settings as they are now: what waited while a column was to be redacted, or a log ended,
   * is treated so.
   */
  private void writeOnce(List<Entry> batch) {
    Map<Long, RequestLogSettings> settings =
        logs.findSettings(batch.stream().map(Entry::logId).distinct().toList());
    Map<Long, Redaction> redactions = new HashMap<>();
    settings.forEach((log, each) -> redactions.put(log, new Redaction(each.redact())));
    List<Row> rows = new ArrayList<>(batch.size());
    for (Entry entry : batch) {
      Redaction redaction = redactions.get(entry.logId());
      if (redaction != null) {
        rows.add(row(entry, redaction));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    for (LocalDate day :
        rows.stream()
            .map(row -> PartitionKeeper.dayOf(row.entry().atMillis()))
            .collect(Collectors.toSet())) {
      if (!days.contains(day)) {
        partitions.ensure(day);
        days.add(day);
      }
    }
    requests.insert(rows);
  }

  private Row row(Entry entry, Redaction redaction) {
    Content sent = entry.body();
    Content given = entry.answer();
    Redaction.Kept body =
        sent == null
            ? Redaction.Kept.nothing(entry.bodyNote())
            : kept(() -> redaction.body(entry.protocol(), text(sent), entry.errorCode() == null));
    Redaction.Kept answer =
        given == null
            ? Redaction.Kept.nothing(entry.answerNote())
            : kept(() -> redaction.answer(entry.protocol(), text(given)));
    return new Row(
        entry,
        body.text(),
        body.note(),
        body.redacted() || answer.redacted(),
        answer.text(),
        answer.note());
  }

  private byte[] text(Content content) {
    byte[] text = content.asText().apply(content.bytes());
    if (text.length > longestBody) {
      throw new UnkeepableException("As text it has more than " + longestBody + " bytes.");
    }
    return text;
  }

  private interface Keeping {
    Redaction.Kept keep();
  }

  private static Redaction.Kept kept(Keeping keeping) {
    try {
      return keeping.keep();
    } catch (UnkeepableException e) {
      return Redaction.Kept.nothing(e.reason());
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever is wrong with it: what is not understood is not kept.
      LOG.debugf(e, "a body could not be read");
      return Redaction.Kept.nothing("It could not be read.");
    }
  }

  /** Whether the database may take them another time. Source: PostgreSQL's SQLSTATE classes. */
  private static boolean isWorthRetrying(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        // 22 is data that cannot be kept, 23 a constraint; a day without its partition is 23514.
        return !state.startsWith("22")
            && (!state.startsWith("23") || state.equals("23514"))
            && !state.startsWith("42");
      }
    }
    return false;
  }

  private boolean isStoppedWithin(long millis) {
    try {
      return stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

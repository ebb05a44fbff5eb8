package dev.millrace.tracking.live;

import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.EventClient;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bounds the streams of a server. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(EventStreamLimitsTest.Narrow.class)
class EventStreamLimitsTest {

  public static final class Narrow implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "millrace.streams.max-open", "2",
          "millrace.streams.keep-alive", "1s",
          "millrace.events.keep", "3");
    }
  }

  @TestHTTPResource("/")
  URI server;

  @Test
  void thereIsRoomForSoManyStreamsAndForAnotherWhenOneIsClosed() throws IOException {
    String url = server.resolve("/api/millrace/v1/events").toString();
    try (EventClient first = EventClient.open(url)) {
      try (EventClient second = EventClient.open(url)) {
        HttpResponse<InputStream> refused = EventClient.request(url, "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8))
            .contains("REQUEST_LIMIT_EXCEEDED", "millrace.streams.max-open=2");
        second.await("ready");
      }
      Instant deadline = Instant.now().plusSeconds(30);
      while (status(url) == 429) {
        assertThat(Instant.now()).as("a closed stream makes room").isBefore(deadline);
      }
      first.await("ready");
    }
  }

  @Test
  void anIdleStreamIsKeptAlive() {
    try (EventClient client = awaitRoom()) {
      Instant deadline = Instant.now().plusSeconds(30);
      while (client.comments() < 2) {
        assertThat(Instant.now()).isBefore(deadline);
        Thread.onSpinWait();
      }
      assertThat(client.awaitEnd(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void onlyTheLastEventsAreKept() {
    String experiment = newExperiment();
    String url =
        server.resolve("/api/millrace/v1/experiments/" + experiment + "/events").toString();
    String firstId;
    try (EventClient client = awaitRoom(url)) {
      firstId = client.await("ready").id();
      for (int i = 0; i < 5; i++) {
        newRun(experiment, "r" + i, i);
        client.await("run_created");
      }
    }
    try (EventClient back = awaitRoom(url, firstId)) {
      back.await("reset");
    }
  }

  private static int status(String url) throws IOException {
    HttpResponse<InputStream> response = EventClient.request(url, "");
    response.body().close();
    return response.statusCode();
  }

  private EventClient awaitRoom() {
    return awaitRoom(server.resolve("/api/millrace/v1/events").toString());
  }

  private static EventClient awaitRoom(String url) {
    return awaitRoom(url, "");
  }

  /** Streams that other tests closed are noticed in a moment. */
  private static EventClient awaitRoom(String url, String lastEventId) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (true) {
      try {
        return EventClient.open(url, lastEventId);
      } catch (AssertionError full) {
        if (Instant.now().isAfter(deadline)) {
          throw full;
        }
      }
    }
  }
}

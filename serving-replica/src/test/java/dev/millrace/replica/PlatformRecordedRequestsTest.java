package dev.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.serving.ServerId;
import dev.millrace.serving.feed.ServingFeed;
import dev.millrace.serving.feed.ServingFeed.FollowedEndpoint;
import dev.millrace.serving.replay.RecordedRequest;
import dev.millrace.serving.requestlog.KeptLogs;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlatformRecordedRequestsTest {

  private static final String ENDPOINT = SwapOutboxTest.ENDPOINT.name();

  @Test
  void whatThePlatformKeptWarmsAVersion() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.record(
          new RecordedRequest(Protocol.MLFLOW_JSON, "{}"),
          new RecordedRequest(Protocol.MLFLOW_CSV, "x\n1\n"));
      assertThat(requests(platform, new KeptLogs.Kept(7, 1)).newest(ENDPOINT, 1)).hasSize(2);
      assertThat(platform.asked()).containsExactly("GET requests");
    }
  }

  @Test
  void nothingIsAskedOfAnEndpointThatKeepsNothing() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      assertThat(requests(platform, null).newest(ENDPOINT, 1)).isEmpty();
      assertThat(platform.asked()).isEmpty();
    }
  }

  @Test
  void aVersionIsBroughtUpWithoutThemWhileThePlatformIsAway() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.record(new RecordedRequest(Protocol.MLFLOW_JSON, "{}"));
      platform.answerAsProxyWith(502);
      assertThat(requests(platform, new KeptLogs.Kept(7, 1)).newest(ENDPOINT, 1)).isEmpty();
    }
  }

  private static PlatformRecordedRequests requests(
      FakePlatform platform, KeptLogs.@Nullable Kept log) {
    FollowedFeed feed =
        new FollowedFeed(Set.of(), new SwapOutbox(platform.client(), new ServerId()));
    feed.set(
        new ServingFeed(
            "1",
            List.of(
                new FollowedEndpoint(SwapOutboxTest.ENDPOINT, List.of(), List.of(), null, log))));
    return new PlatformRecordedRequests(platform.client(), feed);
  }
}

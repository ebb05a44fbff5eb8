package dev.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.serving.ServerId;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import dev.millrace.serving.traffic.MinuteCount;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformReportsTest {

  private static final ShadowOf SHADOW = new ShadowOf(1, "next");
  private static final ShadowCounts COUNTS = new ShadowCounts(1, 0, 0, 0, List.of());

  @Test
  void whatThePlatformNeverTakesIsGivenUpAndTheRestToldAgain() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      PlatformReports reports = reports(platform);
      platform.answerWith(400);
      reports.addShadowed(SHADOW, COUNTS);
      platform.answerWith(503);
      assertThatThrownBy(() -> reports.addShadowed(SHADOW, COUNTS))
          .isInstanceOf(PlatformException.class);
      platform.answerAsProxyWith(403);
      assertThatThrownBy(() -> reports.addShadowed(SHADOW, COUNTS))
          .isInstanceOf(PlatformException.class);
    }
  }

  @Test
  void requestsAreToldByHowLongAgoTheirMinuteWas() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      long now = MinuteCount.now();
      reports(platform).addRequests(List.of(new MinuteCount(now - 90, 1, 5)));
      assertThat(platform.taken())
          .singleElement()
          .asString()
          .containsPattern("\"minutes_ago\":9[01]")
          .contains("\"requests\":5");
    }
  }

  private static PlatformReports reports(FakePlatform platform) {
    return new PlatformReports(platform.client(), new ServerId());
  }
}

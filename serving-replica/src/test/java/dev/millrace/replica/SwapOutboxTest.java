package dev.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Swap;
import dev.millrace.serving.ServerId;
import dev.millrace.serving.deployment.EndpointSpec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwapOutboxTest {

  static final EndpointSpec ENDPOINT =
      new EndpointSpec(
          1,
          "labels",
          "labels",
          Followed.alias("champion"),
          null,
          null,
          0,
          EndpointOptions.NONE,
          List.of(),
          List.of(),
          null);

  @Test
  void whatAPlatformWithTroubleDidNotTakeIsToldAgainAndThenNoMore() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      SwapOutbox outbox = new SwapOutbox(platform.client(), new ServerId());
      long number = outbox.begin(ENDPOINT, swap(0, DeploymentState.STARTED));
      platform.answerWith(503);
      outbox.send();
      outbox.write(ENDPOINT, swap(number, DeploymentState.SWAPPED), true);
      platform.answerWith(200);
      outbox.send();
      outbox.send();
      assertThat(platform.asked()).containsExactly("PUT swaps", "PUT swaps");
    }
  }

  @Test
  void whatAPlatformNeverTakesIsGivenUp() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      SwapOutbox outbox = new SwapOutbox(platform.client(), new ServerId());
      outbox.begin(ENDPOINT, swap(0, DeploymentState.STARTED));
      platform.answerWith(400);
      outbox.send();
      outbox.send();
      assertThat(platform.asked()).containsExactly("PUT swaps");
    }
  }

  @Test
  void oneThatThePlatformNeverTakesTakesNoOtherWithIt() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      SwapOutbox outbox = new SwapOutbox(platform.client(), new ServerId());
      outbox.begin(ENDPOINT, swap(0, DeploymentState.STARTED));
      outbox.begin(ENDPOINT, swap(0, DeploymentState.FAILED));
      outbox.refuse(1, 2, "no such runtime");
      platform.refuse("FAILED");
      outbox.send();
      outbox.send();
      assertThat(platform.taken()).hasSize(2);
      assertThat(String.join("", platform.taken()))
          .contains("STARTED", "no such runtime")
          .doesNotContain("FAILED");
    }
  }

  private static Swap swap(long number, DeploymentState state) {
    return new Swap(
        number, null, "1", null, state, null, 1, null, List.of(new Swap.Transition(state, 1)));
  }
}

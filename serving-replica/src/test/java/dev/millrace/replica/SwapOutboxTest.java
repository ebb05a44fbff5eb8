package dev.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Swap;
import dev.millrace.serving.deployment.EndpointSpec;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SwapOutboxTest {

  private static final EndpointSpec ENDPOINT =
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
      SwapOutbox outbox = new SwapOutbox(platform.client(), UUID.randomUUID());
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
      SwapOutbox outbox = new SwapOutbox(platform.client(), UUID.randomUUID());
      outbox.begin(ENDPOINT, swap(0, DeploymentState.STARTED));
      platform.answerWith(400);
      outbox.send();
      outbox.send();
      assertThat(platform.asked()).containsExactly("PUT swaps");
    }
  }

  private static Swap swap(long number, DeploymentState state) {
    return new Swap(
        number, null, "1", null, state, null, 1, null, List.of(new Swap.Transition(state, 1)));
  }
}

package dev.millrace.serving.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordedWarmUpTest {

  private final List<String> asked = new ArrayList<>();

  @Test
  void requestsAreAskedUntilThatTakesNoLessAndOneThatFailsOnce() {
    Consumer<String> fails =
        candidate -> {
          asked.add(candidate + " fails");
          throw new IllegalStateException("no such column");
        };
    RecordedWarmUp.run("2", List.of(asks("a"), fails, asks("b")));
    assertThat(asked).startsWith("2 a", "2 fails", "2 b", "2 a", "2 b");
    assertThat(asked.stream().filter("2 fails"::equals)).hasSize(1);
  }

  @Test
  void nothingIsAskedWhereNothingIsKeptOrAllFail() {
    RecordedWarmUp.run("2", List.of());
    RecordedWarmUp.<String>run(
        "2",
        List.of(
            candidate -> {
              throw new StackOverflowError();
            }));
    assertThat(asked).isEmpty();
  }

  private Consumer<String> asks(String request) {
    return candidate -> {
      if (asked.size() < 100) {
        asked.add(candidate + " " + request);
      }
    };
  }
}

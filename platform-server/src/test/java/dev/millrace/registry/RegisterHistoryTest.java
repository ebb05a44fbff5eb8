package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.registry.RegisterHistory.Call;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegisterHistoryTest {

  private static final List<String> ORDER = List.of("a", "b");

  @Test
  void callsThatOverlapMayStandInAnyOrder() {
    assertThat(fault(write("a", 0, 9), write("b", 1, 8), read("b", 2, 3), read("b", 4, 5)))
        .isEmpty();
    assertThat(fault(write("a", 0, 9), write("b", 1, 8), read("a", 2, 3), read("b", 4, 5)))
        .isEmpty();
  }

  @Test
  void whatNoRegisterDoesIsFound() {
    assertThat(fault(write("b", 0, 1), write("a", 2, 3)))
        .as("writes the other way round")
        .contains("the write of a began after the write of b had ended");
    assertThat(fault(write("a", 0, 1), write("b", 2, 3), read("a", 4, 5)))
        .as("a stale read")
        .contains("a read of a began after the write of b had ended");
    assertThat(fault(write("a", 0, 1), read("b", 2, 3), write("b", 4, 5)))
        .as("a read of what is to come")
        .contains("the write of b began after a read of b had ended");
    assertThat(fault(write("a", 0, 9), write("b", 1, 8), read("b", 2, 3), read("a", 4, 5)))
        .as("a read that goes back")
        .contains("a read of a began after a read of b had ended");
    assertThat(fault(write("a", 0, 1)))
        .as("a write of nobody")
        .contains("the register held [b], which nobody wrote");
    assertThat(fault(write("a", 0, 1), write("b", 0, 1), read("c", 2, 3)))
        .as("a value of nobody")
        .contains("a read of c, which the register never held");
  }

  private static Optional<String> fault(Call... calls) {
    return new RegisterHistory(List.of(calls), ORDER).fault();
  }

  private static Call write(String value, long start, long end) {
    return new Call(true, value, start, end);
  }

  private static Call read(String value, long start, long end) {
    return new Call(false, value, start, end);
  }
}

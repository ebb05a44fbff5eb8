package dev.millrace.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What many callers did to one register and saw of it, each value written at most once.
 *
 * <p>With the order of the writes known, the calls are linearizable just where no two of them that
 * did not overlap stand the other way round in that order: a read stands right behind the write
 * whose value it saw (Gibbons and Korach, "Testing Shared Memories", 1997).
 */
final class RegisterHistory {

  /**
   * One call that was answered.
   *
   * @param value that was written, or that was seen
   */
  record Call(boolean isWrite, String value, long startNanos, long endNanos) {

    private String text() {
      return (isWrite ? "the write of " : "a read of ") + value;
    }
  }

  private final Collection<Call> calls;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param order the values in the order in which the register held them
   */
  RegisterHistory(Collection<Call> calls, List<String> order) {
    this.calls = calls;
    for (String value : order) {
      if (places.put(value, places.size()) != null) {
        throw new IllegalArgumentException(value + " was written twice");
      }
    }
  }

  /** Why the calls are not those of one register; empty where they are. */
  Optional<String> fault() {
    Set<String> unwritten = new HashSet<>(places.keySet());
    List<Call> placed = new ArrayList<>();
    for (Call call : calls) {
      if (!places.containsKey(call.value())) {
        return Optional.of(call.text() + ", which the register never held");
      }
      if (call.isWrite()) {
        unwritten.remove(call.value());
      }
      placed.add(call);
    }
    if (!unwritten.isEmpty()) {
      return Optional.of("the register held " + unwritten + ", which nobody wrote");
    }
    for (Call earlier : placed) {
      for (Call later : placed) {
        if (earlier.endNanos() < later.startNanos() && place(later) < place(earlier)) {
          return Optional.of(later.text() + " began after " + earlier.text() + " had ended");
        }
      }
    }
    return Optional.empty();
  }

  /** A read comes behind its write, and before the next. */
  private int place(Call call) {
    return 2 * places.getOrDefault(call.value(), -1) + (call.isWrite() ? 0 : 1);
  }
}

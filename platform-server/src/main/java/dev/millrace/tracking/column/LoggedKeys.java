package dev.millrace.tracking.column;

import java.util.SortedSet;
import java.util.TreeSet;

/** The keys of what was logged to some runs, each set in the order of its code units. */
public record LoggedKeys(
    SortedSet<String> metrics, SortedSet<String> params, SortedSet<String> tags) {

  static final int METRICS = 0;
  static final int PARAMS = 1;
  static final int TAGS = 2;

  LoggedKeys() {
    this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
  }

  SortedSet<String> ofKind(int kind) {
    return kind == METRICS ? metrics : kind == PARAMS ? params : tags;
  }
}

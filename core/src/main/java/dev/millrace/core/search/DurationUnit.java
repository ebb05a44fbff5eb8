package dev.millrace.core.search;

import java.util.Optional;

/** The units of a duration, the largest first. */
enum DurationUnit {
  WEEK("w", 604_800_000L),
  DAY("d", 86_400_000L),
  HOUR("h", 3_600_000L),
  MINUTE("m", 60_000L),
  SECOND("s", 1_000L),
  MILLISECOND("ms", 1L);

  private final String word;
  private final long millis;

  DurationUnit(String word, long millis) {
    this.word = word;
    this.millis = millis;
  }

  String word() {
    return word;
  }

  long millis() {
    return millis;
  }

  static Optional<DurationUnit> find(String word) {
    for (DurationUnit unit : values()) {
      if (unit.word.equals(word)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }
}

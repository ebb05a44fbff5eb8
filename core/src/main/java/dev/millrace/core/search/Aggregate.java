package dev.millrace.core.search;

import java.util.Locale;
import java.util.Optional;

/** Which value of a metric's history a filter or an order looks at. */
public enum Aggregate {
  /** The value of the latest point: what a metric without an aggregate is. */
  LAST,
  /** The smallest value; NaN is left out. */
  MIN,
  /** The greatest value; NaN is left out. */
  MAX,
  /** The value of the first point. */
  FIRST,
  /** How many points there are. */
  COUNT;

  /** The word for it in a filter. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Aggregate> find(String word) {
    for (Aggregate aggregate : values()) {
      if (aggregate.word().equals(word)) {
        return Optional.of(aggregate);
      }
    }
    return Optional.empty();
  }
}

package dev.millrace.core.search;

import java.util.Optional;
import java.util.Set;

/** The kinds of thing a filter or an order can name, with MLflow's other words for them. */
public enum EntityType {
  METRIC("metric", Set.of("metrics")),
  PARAMETER("parameter", Set.of("parameters", "param", "params")),
  TAG("tag", Set.of("tags")),
  ATTRIBUTE("attribute", Set.of("attr", "attributes", "run")),
  DATASET("dataset", Set.of("datasets"));

  private final String word;
  private final Set<String> aliases;

  EntityType(String word, Set<String> aliases) {
    this.word = word;
    this.aliases = aliases;
  }

  /** MLflow's word for it, as messages use it. */
  public String word() {
    return word;
  }

  static Optional<EntityType> find(String word) {
    for (EntityType type : values()) {
      if (type.word.equals(word) || type.aliases.contains(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}

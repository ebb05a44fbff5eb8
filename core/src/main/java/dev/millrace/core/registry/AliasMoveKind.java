package dev.millrace.core.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What moved an alias. */
public enum AliasMoveKind {
  /** A promotion, with its reason. */
  PROMOTION,
  /** A promotion of an earlier version. */
  ROLLBACK,
  /** MLflow's own alias call. */
  ALIAS_SET,
  /** MLflow's own alias call, or the deletion of the version or the model that the alias was on. */
  ALIAS_DELETED;

  /** The value on the wire and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.millrace.core.registry;

import java.util.Optional;

/** Answers which model version an alias points at now. */
public interface AliasDirectory {

  /**
   * PostgreSQL channel that is notified, right after the moving transaction, when an alias moves.
   */
  String CHANNEL = "millrace_alias";

  /** The version, or empty where the model or the alias does not exist. */
  Optional<ServableVersion> resolve(String modelName, String alias);
}

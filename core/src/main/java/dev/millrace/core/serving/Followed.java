package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * What is followed of a registered model: an alias, the newest version of a stage, or one version
 * for good. Exactly one of the three is there.
 */
public record Followed(@Nullable String alias, @Nullable String stage, @Nullable String version) {

  public static Followed alias(String alias) {
    return new Followed(alias, null, null);
  }

  public static Followed stage(String stage) {
    return new Followed(null, stage, null);
  }

  public static Followed version(String version) {
    return new Followed(null, null, version);
  }

  /** For people: {@code alias 'champion'}. */
  public String text() {
    return alias != null
        ? "alias '" + alias + "'"
        : stage != null ? "stage '" + stage + "'" : "version " + version;
  }

  /** Behind the name of a model: {@code @champion}, {@code /Production} or {@code /3}. */
  public String selector() {
    return alias != null ? "@" + alias : "/" + (stage != null ? stage : version);
  }
}

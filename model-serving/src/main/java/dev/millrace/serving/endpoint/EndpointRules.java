package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.validation.Require;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the fields of an endpoint, and of whatever else follows a model, may hold. */
public final class EndpointRules {

  /** A name is a part of a path, and a folder's name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final String DEFAULT_ALIAS = "champion";

  /** The stages that versions are served from; in the others they wait, or are done with. */
  private static final List<String> STAGES = List.of("Staging", "Production");

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 5_000;

  private EndpointRules() {}

  static String name(@Nullable String given) {
    String name = Require.text(given, "name");
    if (!isName(name)) {
      throw MlflowException.invalidParameter(
          "An endpoint's name begins with a letter or digit and has at most 100 letters, digits,"
              + " dots, underscores and hyphens.");
    }
    return name;
  }

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public static String modelName(@Nullable String given) {
    return storable(Require.text(given, "model_name"), "model_name", LONGEST_NAME);
  }

  /** Null where none of the three is given. */
  public static @Nullable Followed follows(
      @Nullable String alias, @Nullable String stage, @Nullable String version) {
    long given = Stream.of(alias, stage, version).filter(Objects::nonNull).count();
    if (given == 0) {
      return null;
    }
    if (given > 1) {
      throw MlflowException.invalidParameter("Name one of 'alias', 'stage' and 'version'.");
    }
    if (alias != null) {
      return Followed.alias(storable(Require.text(alias, "alias"), "alias", LONGEST_NAME));
    }
    return stage != null ? Followed.stage(stage(stage)) : Followed.version(version(version));
  }

  public static Followed followsOrChampion(
      @Nullable String alias, @Nullable String stage, @Nullable String version) {
    Followed given = follows(alias, stage, version);
    return given == null ? Followed.alias(DEFAULT_ALIAS) : given;
  }

  private static String stage(String given) {
    return STAGES.stream()
        .filter(stage -> stage.equalsIgnoreCase(given))
        .findFirst()
        .orElseThrow(
            () ->
                MlflowException.invalidParameter(
                    "Parameter 'stage' must be one of " + String.join(", ", STAGES) + "."));
  }

  private static String version(@Nullable String given) {
    try {
      int version = Integer.parseInt(Require.text(given, "version"));
      if (version > 0) {
        return Integer.toString(version);
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that cannot be.
    }
    throw MlflowException.invalidParameter(
        "Parameter 'version' must be the number of a version, such as \"3\".");
  }

  /** Null where it is absent or empty. */
  public static @Nullable String owner(@Nullable String given) {
    return given == null || given.isEmpty() ? null : storable(given, "owner", LONGEST_NAME);
  }

  /** Null where it is absent or empty. */
  public static @Nullable String description(@Nullable String given) {
    return given == null || given.isEmpty()
        ? null
        : storable(given, "description", LONGEST_DESCRIPTION);
  }

  /** The text, after it was seen to be one that can be kept. */
  public static String storable(String value, String field, int longest) {
    if (value.length() > longest || value.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is longer than %d characters, or holds a NUL.".formatted(field, longest));
    }
    return value;
  }
}

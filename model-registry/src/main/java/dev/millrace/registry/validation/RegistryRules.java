package dev.millrace.registry.validation;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Keys;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names, aliases, version numbers and tags may look like.
 *
 * <p>Source of rules and texts: MLflow's {@code mlflow/utils/validation.py} (3.17).
 */
public final class RegistryRules {

  public static final int MAX_NAME_LENGTH = 256;
  public static final int MAX_ALIAS_LENGTH = 255;
  public static final int MAX_TAG_KEY_LENGTH = 250;
  public static final int MAX_TAG_VALUE_LENGTH = 100_000;
  public static final int MAX_DESCRIPTION_LENGTH = 100_000;
  public static final int MAX_URI_LENGTH = 2_000;

  private static final Pattern ALIAS =
      Pattern.compile("[\\w\\-]*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern RESERVED_ALIAS =
      Pattern.compile("[vV]\\d+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TAG_KEY =
      Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\p{Nd}+");

  private RegistryRules() {}

  /** A name that a registered model may get; {@code field} is the wire name of the field. */
  public static String newModelName(@Nullable String name, String field) {
    return limited(modelName(name, field), "name", MAX_NAME_LENGTH);
  }

  /** A name to look a registered model up by: one that is too long is that of none. */
  public static String modelName(@Nullable String name, String field) {
    if (name == null || name.isBlank()) {
      throw missing(field);
    }
    if (name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
      throw MlflowException.invalidParameter(
          "Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
    }
    requireOwnPath(name, "name");
    return name;
  }

  /**
   * The number that a version field holds. One that no version can have is 0, so that it is not
   * found.
   */
  public static int version(@Nullable String version) {
    String text = version == null ? "" : version.strip();
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw MlflowException.invalidParameter(
          "Parameter 'version' must be an integer, got '"
              + (version == null ? "" : version)
              + "'.");
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException tooLarge) {
      return 0;
    }
  }

  /** An alias that may be looked up or deleted. */
  public static String alias(@Nullable String alias) {
    if (alias == null || alias.isEmpty()) {
      throw MlflowException.invalidParameter("Registered model alias name cannot be empty.");
    }
    if (!ALIAS.matcher(alias).matches()) {
      throw MlflowException.invalidParameter(
          "Invalid alias name: '"
              + alias
              + "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
    }
    return limited(alias, "Registered model alias name", MAX_ALIAS_LENGTH);
  }

  /** An alias that may be set: {@code latest} and {@code v<number>} mean versions already. */
  public static String settableAlias(@Nullable String alias) {
    String valid = alias(alias);
    if (isLatest(valid)) {
      throw MlflowException.invalidParameter("'latest' alias name (case insensitive) is reserved.");
    }
    if (RESERVED_ALIAS.matcher(valid).matches()) {
      throw MlflowException.invalidParameter("Version alias name '" + valid + "' is reserved.");
    }
    return valid;
  }

  /** Whether the alias is the built-in one for the newest version. */
  public static boolean isLatest(String alias) {
    return alias.toLowerCase(Locale.ROOT).equals("latest");
  }

  /** A key that a tag may get; an absent one is empty, as no key may be. */
  public static String tagKey(@Nullable String key) {
    return limited(tagName(key == null ? "" : key), "key", MAX_TAG_KEY_LENGTH);
  }

  /** A key to remove a tag by: one that is too long is that of none. */
  public static String tagName(String key) {
    if (!TAG_KEY.matcher(key).matches()) {
      throw MlflowException.invalidParameter(
          "Invalid value "
              + Keys.quote(key)
              + " for parameter 'key' supplied: Names may only contain alphanumerics, underscores"
              + " (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
    }
    requireOwnPath(key, "key");
    return key;
  }

  /** The value of a tag; an absent one is empty. */
  public static String tagValue(@Nullable String value) {
    return value == null ? "" : limited(value, "value", MAX_TAG_VALUE_LENGTH);
  }

  public static @Nullable String description(@Nullable String description) {
    return description == null ? null : limited(description, "description", MAX_DESCRIPTION_LENGTH);
  }

  /** The text, checked for its length and for the NUL character, which PostgreSQL cannot store. */
  public static String limited(String text, String field, int maxLength) {
    if (text.codePointCount(0, text.length()) > maxLength) {
      throw MlflowException.invalidParameter(
          "'" + field + "' exceeds the maximum length of " + maxLength + " characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter("'" + field + "' contains a NUL character.");
    }
    return text;
  }

  private static MlflowException missing(String field) {
    return MlflowException.invalidParameter(
        "Missing value for required parameter '" + field + "'.");
  }

  // MLflow: names must stay what they are when they are read as relative POSIX paths.
  private static void requireOwnPath(String name, String field) {
    String path = normalizedPath(name);
    if (!path.equals(name) || path.equals(".") || path.startsWith("..") || path.startsWith("/")) {
      throw MlflowException.invalidParameter(
          "Invalid value "
              + Keys.quote(name)
              + " for parameter '"
              + field
              + "' supplied: Names may be treated as files in certain cases, and must not resolve"
              + " to other names when treated as such. This name would resolve to '"
              + path
              + "'");
    }
  }

  private static String normalizedPath(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (!part.equals("..") || (parts.isEmpty() && !absolute) || "..".equals(parts.peekLast())) {
        parts.addLast(part);
      } else {
        parts.pollLast();
      }
    }
    String joined = String.join("/", parts);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}

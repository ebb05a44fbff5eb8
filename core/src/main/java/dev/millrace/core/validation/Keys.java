package dev.millrace.core.validation;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.millrace.core.error.MlflowException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the keys of metrics, parameters and tags, and for lengths, with MLflow's words.
 *
 * <p>Source: {@code mlflow/utils/validation.py} (3.17).
 */
public final class Keys {

  /** Longest key of a metric, a parameter or a tag. */
  public static final int MAX_KEY_LENGTH = 250;

  private static final Pattern ALLOWED =
      Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);

  private Keys() {}

  /**
   * Refuses a key with other characters than letters, digits and {@code _ - . : /} and space, or
   * one that would name another thing when taken for a path.
   *
   * @param name the wire name of the field that holds the key
   */
  public static void checkName(String key, String name) {
    if (!ALLOWED.matcher(key).matches()) {
      throw Require.invalidValue(
          name,
          quote(key),
          "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.),"
              + " spaces ( ), colon(:) and slashes (/).");
    }
    String normal = normalPath(key);
    if (!normal.equals(key)
        || normal.equals(".")
        || normal.startsWith("..")
        || normal.startsWith("/")) {
      throw Require.invalidValue(
          name,
          quote(key),
          "Names may be treated as files in certain cases, and must not resolve to other names"
              + " when treated as such. This name would resolve to '"
              + normal
              + "'");
    }
  }

  /** Refuses a text that is longer than it may be, in code points; an absent one is fine. */
  public static void checkLength(String name, int limit, @Nullable String text) {
    if (text != null && text.length() > limit && text.codePointCount(0, text.length()) > limit) {
      throw MlflowException.invalidParameter(
          "'" + name + "' exceeds the maximum length of " + limit + " characters");
    }
  }

  /** The text as it appears in a message: quoted, as JSON in ASCII. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
      if (c < 0x80) {
        quoted.append(c);
      } else {
        quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return quoted.append('"').toString();
  }

  /** What {@code posixpath.normpath} makes of it. */
  private static String normalPath(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals("..") || !absolute) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}

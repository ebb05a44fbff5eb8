package dev.millrace.client;

import dev.millrace.core.error.MlflowException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code models:/} URI: a version of a registered model by its number, its stage, {@code latest}
 * or an alias, or a logged model by its id; with or without a path below the model's folder.
 *
 * @param name of the registered model; null for a logged model
 * @param selector the number, the stage or {@code latest}; null for an alias or a logged model
 * @param alias null where there is none
 * @param modelId of the logged model; null for a registered model
 * @param path empty for the model's folder itself
 */
public record ModelUri(
    @Nullable String name,
    @Nullable String selector,
    @Nullable String alias,
    @Nullable String modelId,
    String path) {

  /** What the newest version is selected by. */
  public static final String LATEST = "latest";

  static final String SCHEME = "models:/";

  private static final Pattern FORM = Pattern.compile("models:/+([^/]+)(?:/(.*))?");

  /**
   * Reads a URI.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none
   */
  public static ModelUri parse(String uri) {
    Matcher form = FORM.matcher(uri.replaceFirst("/+$", ""));
    if (!form.matches()) {
      throw malformed(uri);
    }
    String first = form.group(1);
    String rest = form.group(2) == null ? "" : form.group(2);
    int at = first.lastIndexOf('@');
    if (at >= 0) {
      if (at == 0 || at == first.length() - 1) {
        throw malformed(uri);
      }
      return new ModelUri(first.substring(0, at), null, first.substring(at + 1), null, rest);
    }
    if (rest.isEmpty() || first.startsWith("m-")) {
      return new ModelUri(null, null, null, first, rest);
    }
    int slash = rest.indexOf('/');
    String selector = slash < 0 ? rest : rest.substring(0, slash);
    return new ModelUri(first, selector, null, null, slash < 0 ? "" : rest.substring(slash + 1));
  }

  boolean isNumber() {
    return selector != null && selector.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  boolean isLatest() {
    return selector != null && selector.toLowerCase(Locale.ROOT).equals(LATEST);
  }

  private static MlflowException malformed(String uri) {
    return MlflowException.invalidParameter(
        "Not a URI of a model: '"
            + uri
            + "'. It is models:/NAME/VERSION, models:/NAME@ALIAS or models:/MODEL_ID.");
  }
}

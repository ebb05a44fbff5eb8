package dev.millrace.artifacts;

import dev.millrace.core.error.MlflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the store: names separated by {@code /}, the root being the empty text. Whatever is
 * built here has no {@code .} or {@code ..}, is not absolute and names no drive, scheme, backslash
 * or control character, however often it came percent-encoded; a control character may stand in it
 * as the text of its escape.
 */
record ArtifactPath(String value) {

  static final ArtifactPath ROOT = new ArtifactPath("");

  /** Bytes of UTF-8. Keeps the manifest's key inside what a PostgreSQL index takes. */
  static final int MAX_BYTES = 2_000;

  private static final String SCHEME = "mlflow-artifacts:";
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  /**
   * A file or folder as a caller named it, never the root.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where the path is not safe
   */
  static ArtifactPath of(String requested) {
    // MLflow: decodes until nothing changes, so that an escape cannot hide behind a second
    // encoding.
    String path = decodeFully(requested);
    if (path.isEmpty()
        || path.indexOf('#') >= 0
        || path.indexOf('\\') >= 0
        || path.chars().anyMatch(Character::isISOControl)
        || DRIVE.matcher(path).matches()
        || path.regionMatches(true, 0, "file:", 0, 5)
        || path.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw invalid();
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw invalid();
      }
    }
    return new ArtifactPath(path);
  }

  /** A folder to list; absent, empty and a closing slash are fine. */
  static ArtifactPath ofFolder(@Nullable String requested) {
    if (requested == null || requested.isEmpty()) {
      return ROOT;
    }
    return of(requested.endsWith("/") ? requested.substring(0, requested.length() - 1) : requested);
  }

  /**
   * The root that an artifact URI of this server names.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where the URI is not {@code
   *     mlflow-artifacts:/path}
   */
  static ArtifactPath ofUri(String uri) {
    if (!uri.startsWith(SCHEME + "/")) {
      throw foreign(uri);
    }
    String path = uri.substring(SCHEME.length());
    if (path.startsWith("///")) {
      path = path.substring(2);
    }
    if (path.startsWith("//")) {
      throw foreign(uri);
    }
    return of(path.substring(1));
  }

  /** Path of a file below this folder. */
  ArtifactPath resolve(ArtifactPath below) {
    if (below.isRoot()) {
      return this;
    }
    return isRoot() ? below : of(value + "/" + below.value);
  }

  /** The path of something below this folder, as seen from it. */
  String relativize(String below) {
    return isRoot() ? below : below.substring(value.length() + 1);
  }

  boolean isRoot() {
    return value.isEmpty();
  }

  /** As {@link #ofUri} reads it. */
  String uri() {
    return SCHEME + "/" + value;
  }

  String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The folders above, outermost first. */
  List<String> parents() {
    List<String> parents = new ArrayList<>();
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      parents.add(value.substring(0, slash));
    }
    return parents;
  }

  @Override
  public String toString() {
    return value;
  }

  private static String decodeFully(String text) {
    String decoded = text;
    for (String before = ""; !before.equals(decoded); ) {
      before = decoded;
      decoded = decode(before);
    }
    return decoded;
  }

  /**
   * Each run of escapes is UTF-8; a percent sign that starts no escape stands for itself.
   *
   * <p>MLflow: an escaped control character stays as it is written, and what is no UTF-8 becomes
   * U+FFFD. Clients of 2.x name logged images {@code loss%step%80%timestamp%17…}.
   */
  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    ByteBuffer escaped = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      int octet = octetAt(text, i);
      if (octet >= 0) {
        escaped.put((byte) octet);
        i += 2;
      } else {
        drain(escaped, decoded);
        decoded.append(text.charAt(i));
      }
    }
    drain(escaped, decoded);
    return decoded.toString();
  }

  private static int octetAt(String text, int at) {
    if (text.charAt(at) != '%' || at + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    int octet = high * 16 + low;
    return high < 0 || low < 0 || isKeptEscaped(octet) ? -1 : octet;
  }

  /** NUL and the ends of lines are decoded, and so refused. */
  private static boolean isKeptEscaped(int octet) {
    return Character.isISOControl(octet)
        && octet < 0x80
        && octet != 0
        && octet != '\n'
        && octet != '\r';
  }

  private static void drain(ByteBuffer escaped, StringBuilder decoded) {
    decoded.append(StandardCharsets.UTF_8.decode(escaped.flip()));
    escaped.clear();
  }

  private static MlflowException invalid() {
    return MlflowException.invalidParameter("Invalid path");
  }

  private static MlflowException foreign(String uri) {
    return MlflowException.invalidParameter(
        "Artifacts are kept under 'mlflow-artifacts:/' here; '" + uri + "' is somewhere else.");
  }
}

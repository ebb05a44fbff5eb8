package dev.millrace.serving.inference;

import dev.millrace.serving.scoring.ContentCoding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which bodies are read, by what their headers say of them. */
final class BodyType {

  private BodyType() {}

  /**
   * JSON and bytes. A request that does not say is one too: Triton's own client says nothing. No
   * page of another origin gets that far with it.
   */
  static boolean isRead(@Nullable String contentType, @Nullable String contentEncoding) {
    if (!ContentCoding.isNone(contentEncoding)) {
      return false;
    }
    if (contentType == null) {
      return true;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", 2);
    if (parts[0].equals("application/octet-stream")) {
      // Bytes have no character set, whatever a client adds to each of its types.
      return true;
    }
    return parts[0].equals("application/json")
        && (parts.length == 1 || parts[1].replace("\"", "").equals("charset=utf-8"));
  }
}

package dev.millrace.artifacts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Media types by file extension. Source: {@code mlflow/utils/mime_type_utils.py} (3.17). */
final class ContentTypes {

  private static final String BINARY = "application/octet-stream";

  private static final Set<String> TEXT =
      Set.of(
          "txt",
          "log",
          "err",
          "cfg",
          "conf",
          "cnf",
          "cf",
          "ini",
          "properties",
          "prop",
          "hocon",
          "toml",
          "yaml",
          "yml",
          "xml",
          "json",
          "js",
          "py",
          "py3",
          "csv",
          "tsv",
          "md",
          "rst",
          "ipynb",
          "mlmodel",
          "mlproject");

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("css", "text/css"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("webp", "image/webp"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("wav", "audio/x-wav"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("zip", "application/zip"),
          Map.entry("tar", "application/x-tar"));

  /** First bytes, as ISO 8859-1, of the formats that are met without a name. */
  private static final List<Map.Entry<String, String>> MAGIC =
      List.of(
          Map.entry("\u0089PNG\r\n\u001a\n", "image/png"),
          Map.entry("\u00ff\u00d8\u00ff", "image/jpeg"),
          Map.entry("GIF8", "image/gif"),
          Map.entry("%PDF-", "application/pdf"),
          Map.entry("PK\u0003\u0004", "application/zip"),
          Map.entry("\u001f\u008b", "application/gzip"),
          Map.entry("PAR1", "application/vnd.apache.parquet"));

  private ContentTypes() {}

  /**
   * The type of a file, by its name; where that tells nothing, by its first bytes. A name without
   * an extension counts as its own.
   */
  static String of(String name, byte[] head) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TEXT.contains(extension)
        ? "text/plain"
        : OTHERS.getOrDefault(extension, name.contains(".") ? BINARY : sniff(head));
  }

  private static String sniff(byte[] head) {
    for (Map.Entry<String, String> magic : MAGIC) {
      byte[] start = magic.getKey().getBytes(StandardCharsets.ISO_8859_1);
      if (head.length >= start.length
          && Arrays.equals(head, 0, start.length, start, 0, start.length)) {
        return magic.getValue();
      }
    }
    return isText(head) ? "text/plain" : BINARY;
  }

  /** Whether it is the start of a text in UTF-8, perhaps cut within a character. */
  private static boolean isText(byte[] head) {
    CharBuffer text = CharBuffer.allocate(head.length);
    boolean malformed =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), text, false).isError();
    return head.length > 0
        && !malformed
        && text.flip()
            .chars()
            .noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
  }
}

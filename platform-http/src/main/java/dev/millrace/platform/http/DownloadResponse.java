package dev.millrace.platform.http;

import dev.millrace.core.stream.StreamedBody;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a file that is made while it is sent, so nobody knows its length. Where making it
 * fails midway the connection is cut ({@link StreamedBody}).
 */
public final class DownloadResponse {

  private static final Pattern TAKES_GZIP =
      Pattern.compile(
          "(?:^|,)\\s*(?:gzip|x-gzip)\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[\\d.]+\\s*)?(?:,|$)",
          Pattern.CASE_INSENSITIVE);
  private static final int BUFFER_BYTES = 8192;

  private DownloadResponse() {}

  /**
   * The answer; it is compressed where the caller asks for that.
   *
   * @param content may flush but does not close the stream
   */
  public static Response of(
      HttpServerRequest request, String fileName, String contentType, StreamedBody content) {
    boolean gzip = takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    StreamedBody body = gzip ? out -> writeCompressed(content, out) : content;
    Response.ResponseBuilder response =
        attachment(fileName, contentType, body)
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return gzip ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : response.build();
  }

  /** The answer with what is compressed by itself, such as an archive. */
  public static Response ofPacked(String fileName, String contentType, StreamedBody content) {
    return attachment(fileName, contentType, content).build();
  }

  private static Response.ResponseBuilder attachment(
      String fileName, String contentType, StreamedBody body) {
    return Response.ok(body)
        .header(HttpHeaders.CONTENT_TYPE, contentType)
        .header(HttpHeaders.CONTENT_DISPOSITION, FileResponse.attachment(fileName))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  static boolean takesGzip(@Nullable String acceptEncoding) {
    return acceptEncoding != null && TAKES_GZIP.matcher(acceptEncoding).find();
  }

  private static void writeCompressed(StreamedBody content, OutputStream out) throws IOException {
    // Not closed where making the content fails: its end would make it whole.
    GZIPOutputStream compressed = new GZIPOutputStream(out, BUFFER_BYTES, true);
    content.writeTo(compressed);
    compressed.finish();
  }
}

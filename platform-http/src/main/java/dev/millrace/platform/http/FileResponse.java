package dev.millrace.platform.http;

import dev.millrace.core.artifact.ContentDigest;
import dev.millrace.core.stream.AnswerBody;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Date;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a file as an attachment that no browser takes for a page: whole, one range of it, or
 * not at all where the caller has it already.
 */
public final class FileResponse {

  /**
   * A file to answer with.
   *
   * @param name what a browser saves it as; any text
   * @param sha256 of the whole file, lower-case hex; it is the strong entity tag too
   */
  public record File(
      String name,
      String contentType,
      long sizeBytes,
      String sha256,
      long modifiedMillis,
      Content content) {}

  /** Opens a part of a file, of length 0 or more; the response closes it. */
  public interface Content {
    AnswerBody open(long offset, long length);
  }

  private record Range(long offset, long length) {}

  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$&+.^_`|~-]+");
  private static final Range UNSATISFIABLE = new Range(-1, -1);

  private FileResponse() {}

  public static Response of(HttpServerRequest request, File file) {
    String tag = '"' + file.sha256() + '"';
    if (isKnown(request, tag)) {
      return Response.notModified().header(HttpHeaders.ETAG, tag).build();
    }
    Range range = rangeOf(request, file, tag);
    if (range == UNSATISFIABLE) {
      return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
          .header("Content-Range", "bytes */" + file.sizeBytes())
          .build();
    }
    return respond(request, file, tag, range);
  }

  /** Whether the caller has the file, as it says by RFC 9110: any of its tags, weak or strong. */
  private static boolean isKnown(HttpServerRequest request, String tag) {
    return request.headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
        .flatMap(header -> Stream.of(header.split(",")))
        .map(String::trim)
        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
  }

  private static Response respond(
      HttpServerRequest request, File file, String tag, @Nullable Range range) {
    long offset = range == null ? 0 : range.offset();
    long length = range == null ? file.sizeBytes() : range.length();
    Response.ResponseBuilder response =
        Response.status(range == null ? 200 : 206)
            .header(HttpHeaders.CONTENT_TYPE, file.contentType())
            .header(HttpHeaders.CONTENT_LENGTH, length)
            .header(HttpHeaders.CONTENT_DISPOSITION, attachment(file.name()))
            .header("X-Content-Type-Options", "nosniff")
            .header("Accept-Ranges", "bytes")
            .header(HttpHeaders.CACHE_CONTROL, "no-cache")
            .header(HttpHeaders.ETAG, tag)
            .header("Repr-Digest", ContentDigest.of(HexFormat.of().parseHex(file.sha256())))
            .lastModified(new Date(file.modifiedMillis()));
    if (range != null) {
      response.header(
          "Content-Range",
          "bytes %d-%d/%d".formatted(offset, offset + length - 1, file.sizeBytes()));
    }
    if (!request.method().equals(HttpMethod.HEAD)) {
      response.entity(file.content().open(offset, length));
    }
    return response.build();
  }

  /** The one range that was asked for; null for the whole file, as for what is not understood. */
  private static @Nullable Range rangeOf(HttpServerRequest request, File file, String tag) {
    String header = request.getHeader("Range");
    String condition = request.getHeader("If-Range");
    if (header == null || (condition != null && !condition.equals(tag))) {
      return null;
    }
    Matcher asked = ONE_RANGE.matcher(header);
    if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
      return null;
    }
    long size = file.sizeBytes();
    if (asked.group(1).isEmpty()) {
      long length = Math.min(Long.parseLong(asked.group(2)), size);
      return length == 0 ? UNSATISFIABLE : new Range(size - length, length);
    }
    long first = Long.parseLong(asked.group(1));
    long last = asked.group(2).isEmpty() ? size - 1 : Long.parseLong(asked.group(2));
    if (!asked.group(2).isEmpty() && last < first) {
      return null;
    }
    return first >= size ? UNSATISFIABLE : new Range(first, Math.min(last, size - 1) - first + 1);
  }

  /** Content-Disposition by RFC 6266: a plain name for all, the exact one for those who read it. */
  public static String attachment(String name) {
    if (TOKEN.matcher(name).matches()) {
      return "attachment; filename=" + name;
    }
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("[^\\x20-\\x7e]", "");
    String quoted = plain.replaceAll("[\"\\\\]", "_");
    String exact = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(quoted.isBlank() ? "download" : quoted, exact);
  }
}

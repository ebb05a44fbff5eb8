package dev.millrace.artifacts;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A stream of known length on its way to the store, with its CRC-32C behind it: the store compares,
 * and takes nothing that was changed on the way. The checksum is known only when the last byte is
 * sent, so it goes into a trailer. Source of the format: "Signature calculations for trailing
 * headers" of the S3 API.
 */
final class ChecksummedBody extends AbstractHttpEntity {

  /** What the signature says of such a body. */
  static final String PAYLOAD = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

  /** Header and trailer that carry the checksum. */
  static final String CHECKSUM = "x-amz-checksum-crc32c";

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int CHECKSUM_CHARACTERS = 8;

  private final InputStream content;
  private final long length;

  /**
   * @param length of the stream; one that has less fails the request
   */
  ChecksummedBody(InputStream content, long length) {
    super("application/octet-stream", "aws-chunked");
    this.content = content;
    this.length = length;
  }

  /** Says what the body is. */
  Map<String, String> headers() {
    return Map.of(
        "Content-Encoding",
        "aws-chunked",
        "Content-Type",
        "application/octet-stream",
        "x-amz-decoded-content-length",
        Long.toString(length),
        "x-amz-trailer",
        CHECKSUM);
  }

  @Override
  public long getContentLength() {
    long whole = length / CHUNK_BYTES;
    int rest = (int) (length % CHUNK_BYTES);
    return whole * encodedLength(CHUNK_BYTES)
        + (rest == 0 ? 0 : encodedLength(rest))
        + "0\r\n".length()
        + (CHECKSUM + ":").length()
        + CHECKSUM_CHARACTERS
        + "\r\n\r\n".length();
  }

  private static long encodedLength(int chunk) {
    return Integer.toHexString(chunk).length() + 2L + chunk + 2;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    CRC32C checksum = new CRC32C();
    // Room for a chunk with its head and its end, so that all of it is one write.
    byte[] buffer = new byte[16 + CHUNK_BYTES];
    for (long left = length; left > 0; ) {
      int chunk = (int) Math.min(left, CHUNK_BYTES);
      byte[] head = ascii(Integer.toHexString(chunk) + "\r\n");
      System.arraycopy(head, 0, buffer, 0, head.length);
      if (content.readNBytes(buffer, head.length, chunk) < chunk) {
        throw new EOFException("the stream ends %d bytes early".formatted(left));
      }
      checksum.update(buffer, head.length, chunk);
      buffer[head.length + chunk] = '\r';
      buffer[head.length + chunk + 1] = '\n';
      out.write(buffer, 0, head.length + chunk + 2);
      left -= chunk;
    }
    byte[] value = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
    String trailer = CHECKSUM + ":" + Base64.getEncoder().encodeToString(value);
    out.write(ascii("0\r\n" + trailer + "\r\n\r\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("it is written, not read");
  }

  /** The stream is read once: what failed is not sent again. */
  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}

package dev.millrace.artifacts;

import dev.millrace.core.artifact.ContentDigest;
import dev.millrace.core.error.MlflowException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says its bytes hash to: {@code Content-MD5} (RFC 1864), {@code
 * x-amz-checksum-sha256} (S3) and {@code Content-Digest} with {@code sha-256} (RFC 9530), each in
 * Base64. Whatever is absent is not checked.
 *
 * @param md5 16 bytes
 * @param sha256 32 bytes
 */
record Checksums(byte @Nullable [] md5, byte @Nullable [] sha256) {

  static final Checksums NONE = new Checksums(null, null);

  private static final Pattern NAMES_SHA256 = Pattern.compile("(?i)sha-?256");

  /**
   * Reads the headers of a request.
   *
   * @param header the value of a header, or null where there is none
   * @throws MlflowException INVALID_PARAMETER_VALUE where one is no hash, or two disagree
   */
  static Checksums ofHeaders(UnaryOperator<@Nullable String> header) {
    byte[] md5 = decode("Content-MD5", header.apply("Content-MD5"), 16);
    byte[] amazon = decode("x-amz-checksum-sha256", header.apply("x-amz-checksum-sha256"), 32);
    byte[] digest = decode("Content-Digest", sha256Of(header.apply("Content-Digest")), 32);
    if (amazon != null && digest != null && !Arrays.equals(amazon, digest)) {
      throw MlflowException.invalidParameter(
          "The headers x-amz-checksum-sha256 and Content-Digest name different hashes.");
    }
    return md5 == null && amazon == null && digest == null
        ? NONE
        : new Checksums(md5, amazon == null ? digest : amazon);
  }

  private static @Nullable String sha256Of(@Nullable String contentDigest) {
    if (contentDigest == null) {
      return null;
    }
    // One that is written another way than RFC 9530 says was meant to be compared all the same.
    return ContentDigest.sha256(contentDigest)
        .orElseGet(() -> NAMES_SHA256.matcher(contentDigest).find() ? "" : null);
  }

  private static byte @Nullable [] decode(String name, @Nullable String base64, int length) {
    if (base64 == null) {
      return null;
    }
    try {
      byte[] hash = Base64.getDecoder().decode(base64);
      if (hash.length == length) {
        return hash;
      }
    } catch (IllegalArgumentException notBase64) {
      // Answered below, as what has another length.
    }
    throw MlflowException.invalidParameter(
        "The header %s must be a hash of %d bytes in Base64.".formatted(name, length));
  }

  /**
   * Compares with what arrived.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where the bytes are others
   */
  void requireMatch(ArtifactPath path, UploadStream.Received arrived) {
    if (sha256 != null && !HexFormat.of().formatHex(sha256).equals(arrived.sha256())) {
      throw mismatch(path, "SHA-256", HexFormat.of().formatHex(sha256), arrived.sha256());
    }
    if (md5 != null && !Arrays.equals(md5, arrived.md5())) {
      throw mismatch(
          path,
          "MD5",
          HexFormat.of().formatHex(md5),
          arrived.md5() == null ? "unknown" : HexFormat.of().formatHex(arrived.md5()));
    }
  }

  private static MlflowException mismatch(
      ArtifactPath path, String algorithm, String announced, String arrived) {
    return MlflowException.invalidParameter(
        "The bytes of '%s' are not those that were sent: %s %s was announced, %s arrived. Nothing of it was kept."
            .formatted(path, algorithm, announced, arrived));
  }
}

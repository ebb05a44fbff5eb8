package dev.millrace.core.artifact;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA-256 as the headers {@code Content-Digest}, of what is sent, and {@code Repr-Digest}, of a
 * whole file, carry it. Source: RFC 9530.
 */
public final class ContentDigest {

  private static final Pattern SHA256_MEMBER =
      Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):\\s*(?=,|;|$)");

  private ContentDigest() {}

  /** The value of a header. */
  public static String of(byte[] sha256) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
  }

  /**
   * What a header says, in Base64 as it stands there; empty where it has no SHA-256. Other
   * algorithms are passed over: a receiver may ignore what it does not know.
   */
  public static Optional<String> sha256(String header) {
    Matcher member = SHA256_MEMBER.matcher(header);
    return member.find() ? Optional.of(member.group(1)) : Optional.empty();
  }

  /** As {@link #sha256}, decoded; empty also where it is no Base64. */
  public static Optional<byte[]> sha256Bytes(String header) {
    try {
      return sha256(header).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}

package dev.millrace.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SHA-256 of what is sent and received, as RFC 9530 writes it. */
final class Sha256 {

  private static final Pattern MEMBER =
      Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):");

  private Sha256() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  static byte[] of(byte[] content) {
    return newDigest().digest(content);
  }

  static byte[] of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream hashed = new DigestInputStream(in, newDigest())) {
      hashed.transferTo(OutputStream.nullOutputStream());
      return hashed.getMessageDigest().digest();
    }
  }

  /** Value of {@code Content-Digest}. */
  static String header(byte[] sha256) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
  }

  /** What {@code Repr-Digest} says; empty where it has no SHA-256. */
  static Optional<byte[]> ofHeader(String header) {
    Matcher member = MEMBER.matcher(header);
    try {
      return member.find()
          ? Optional.of(Base64.getDecoder().decode(member.group(1)))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}

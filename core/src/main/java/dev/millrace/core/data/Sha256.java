package dev.millrace.core.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one hash function of the project. */
public final class Sha256 {

  /** Bytes of a hash. */
  public static final int LENGTH = 32;

  private static final int BUFFER = 1 << 17;

  private Sha256() {}

  /** A digest that has seen nothing. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /** 64 lower-case hex digits: the hash of what a digest has seen, which then starts anew. */
  public static String hex(MessageDigest digest) {
    return hex(digest.digest());
  }

  /** The hash of all that is left of a stream, which stays open. */
  public static byte[] of(InputStream content) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return digest.digest();
  }

  /** The hash of a file's bytes. */
  public static byte[] of(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return of(content);
    }
  }

  /** 64 lower-case hex digits. */
  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}

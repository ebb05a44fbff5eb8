package dev.millrace.core.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one hash function of the project. */
public final class Sha256 {

  /** Bytes of a hash. */
  public static final int LENGTH = 32;

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
    return HexFormat.of().formatHex(digest.digest());
  }
}

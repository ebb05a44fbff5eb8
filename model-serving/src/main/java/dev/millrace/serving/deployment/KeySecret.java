package dev.millrace.serving.deployment;

import dev.millrace.core.data.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of keys: 256 random bits, of which the hash alone is kept. */
public final class KeySecret {

  /** How every secret begins, for those who look for leaked ones. */
  private static final String MARK = "mrk_";

  private static final int BYTES = 32;
  private static final int SHOWN = MARK.length() + 6;

  private static final SecureRandom RANDOM = new SecureRandom();

  private KeySecret() {}

  /** A new one. */
  public static String make() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** How a secret begins: enough to tell it from others, too little to guess it. */
  public static String prefix(String secret) {
    return secret.substring(0, SHOWN);
  }

  /** What is kept of a secret. It is too long to be guessed, so a plain SHA-256 hides it. */
  public static String hash(String secret) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(secret.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }
}

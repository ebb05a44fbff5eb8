package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.error.MlflowException;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the secrets of webhooks with AES-256-GCM under the configured key. A secret is bound to
 * its webhook: moved to another row it does not open.
 */
@Singleton
public final class SecretBox {

  private static final String SETTING = "millrace.webhooks.secret-key";
  private static final int KEY_BYTES = 32;
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final @Nullable SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  SecretBox(WebhookConfig config) {
    key = config.secretKey().filter(text -> !text.isBlank()).map(SecretBox::key).orElse(null);
  }

  /** The secret of a webhook cannot be read: there is no key, or it is another one. */
  static final class UnreadableSecretException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableSecretException(@Nullable Throwable cause) {
      super("The secret of the webhook cannot be read with the configured " + SETTING + ".", cause);
    }
  }

  /**
   * Encrypts a secret of the webhook.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where no key is configured
   */
  public byte[] seal(String secret, String webhookId) {
    if (key == null) {
      throw MlflowException.invalidParameter(
          "This server keeps no secrets of webhooks: it has no key to encrypt them with. Set "
              + SETTING
              + " (MILLRACE_WEBHOOKS_SECRET_KEY) to 32 random bytes in Base64, or leave the secret"
              + " out.");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, webhookId)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A secret could not be encrypted.", e);
    }
  }

  /** The secret that was sealed for the webhook. */
  String open(byte[] sealed, String webhookId) throws UnreadableSecretException {
    if (key == null || sealed.length < 1 + NONCE_BYTES || sealed[0] != VERSION) {
      throw new UnreadableSecretException(null);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    try {
      byte[] secret =
          cipher(Cipher.DECRYPT_MODE, key, nonce, webhookId)
              .doFinal(sealed, start, sealed.length - start);
      return new String(secret, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new UnreadableSecretException(e);
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String webhookId)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(webhookId.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static SecretKeySpec key(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      // Without the cause, which holds characters of the key.
      bytes = new byte[0];
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalStateException(
          SETTING + " must be 32 random bytes in Base64, as `openssl rand -base64 32` prints.");
    }
    return new SecretKeySpec(bytes, "AES");
  }
}

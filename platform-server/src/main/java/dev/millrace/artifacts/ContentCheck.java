package dev.millrace.artifacts;

import dev.millrace.core.data.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Compares a content with what it hashed to when it was stored. */
interface ContentCheck {

  /** Takes what is left in the buffer, and leaves nothing. */
  void update(ByteBuffer bytes);

  /** Of all that was seen; to be asked once. */
  boolean matches();

  /** Finds what was changed on purpose too. */
  static ContentCheck bySha256(String expected) {
    MessageDigest digest = Sha256.newDigest();
    return new ContentCheck() {
      @Override
      public void update(ByteBuffer bytes) {
        digest.update(bytes);
      }

      @Override
      public boolean matches() {
        return Sha256.hex(digest).equals(expected);
      }
    };
  }

  /** Finds damage, at a thirtieth of the cost. */
  static ContentCheck byCrc32c(int expected) {
    CRC32C checksum = new CRC32C();
    return new ContentCheck() {
      @Override
      public void update(ByteBuffer bytes) {
        checksum.update(bytes);
      }

      @Override
      public boolean matches() {
        return (int) checksum.getValue() == expected;
      }
    };
  }
}

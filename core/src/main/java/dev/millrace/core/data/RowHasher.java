package dev.millrace.core.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one row after the other, as docs/data-hashes.md defines it: SHA-256 over the fields, an
 * absent one as the byte 0x00, a value as 0x01, the number of its UTF-8 bytes as four bytes with
 * the highest first, and those bytes. Not for use by several threads.
 */
public final class RowHasher {

  private static final int HEAD = 5;
  private static final int LONGEST_UTF8 = 3;

  private final MessageDigest digest = Sha256.newDigest();
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private byte[] encoded = new byte[1024];
  private int size;
  private int valueOffset;

  /** Adds a field without a value. */
  public void addAbsent() {
    reserve(1);
    encoded[size++] = 0;
    valueOffset = size;
  }

  /** Adds a field; null is an absent one. */
  public void add(@Nullable String value) {
    if (value == null) {
      addAbsent();
    } else {
      add(value.toCharArray(), 0, value.length());
    }
  }

  /**
   * Adds a field.
   *
   * @throws IllegalArgumentException where it holds half of a surrogate pair, which has no UTF-8
   */
  public void add(char[] text, int offset, int length) {
    reserve(HEAD + LONGEST_UTF8 * length);
    int start = size + HEAD;
    int place = start;
    int next = offset;
    int end = offset + length;
    while (next < end && text[next] < 0x80) {
      encoded[place++] = (byte) text[next++];
    }
    if (next < end) {
      place += encode(CharBuffer.wrap(text, next, end - next), place);
    }
    int bytes = place - start;
    encoded[size] = 1;
    encoded[size + 1] = (byte) (bytes >>> 24);
    encoded[size + 2] = (byte) (bytes >>> 16);
    encoded[size + 3] = (byte) (bytes >>> 8);
    encoded[size + 4] = (byte) bytes;
    valueOffset = start;
    size = place;
  }

  /** The bytes that are being hashed; the last value lies from {@link #valueOffset} on. */
  public byte[] bytes() {
    return encoded;
  }

  /** Where in {@link #bytes} the UTF-8 of the field begins that was added last. */
  public int valueOffset() {
    return valueOffset;
  }

  /** How many bytes the field has that was added last. */
  public int valueLength() {
    return size - valueOffset;
  }

  /**
   * Writes the hash of the row and begins the next one.
   *
   * @param hash takes {@link Sha256#LENGTH} bytes
   */
  public void finish(byte[] hash) {
    digest.update(encoded, 0, size);
    size = 0;
    try {
      digest.digest(hash, 0, Sha256.LENGTH);
    } catch (DigestException e) {
      throw new IllegalArgumentException("A hash takes 32 bytes.", e);
    }
  }

  /** The fields as they are hashed; begins the next row. */
  byte[] finishEncoded() {
    byte[] fields = Arrays.copyOf(encoded, size);
    size = 0;
    return fields;
  }

  private int encode(CharBuffer text, int place) {
    ByteBuffer target = ByteBuffer.wrap(encoded, place, encoded.length - place);
    try {
      encoder.reset();
      CoderResult result = encoder.encode(text, target, true);
      if (result.isError()) {
        result.throwException();
      }
      return target.position() - place;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A text holds half of a surrogate pair.", e);
    }
  }

  private void reserve(int more) {
    if (encoded.length - size < more) {
      encoded = Arrays.copyOf(encoded, Math.max(encoded.length * 2, Math.addExact(size, more)));
    }
  }
}

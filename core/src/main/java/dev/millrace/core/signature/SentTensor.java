package dev.millrace.core.signature;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A dense tensor as a caller sent it, row-major, not yet held against what the model takes.
 *
 * @param shape its product is the number of values
 * @param values {@code double[]}, {@code long[]}, {@code boolean[]}, {@code String[]} (null where
 *     there is no value) or, where they came as bytes, {@code byte[][]}
 */
public record SentTensor(String name, long[] shape, Object values) {

  String label() {
    return "Tensor '" + ShownName.of(name) + "'";
  }

  /** Says what the values are without saying one. */
  static String kindOf(Object values) {
    if (values instanceof double[]) {
      return "numbers with a fraction";
    } else if (values instanceof long[]) {
      return "integers";
    } else if (values instanceof boolean[]) {
      return "booleans";
    }
    return "strings";
  }

  /** The bytes as text; null where they are not UTF-8. */
  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}

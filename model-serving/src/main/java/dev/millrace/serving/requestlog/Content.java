package dev.millrace.serving.requestlog;

import java.util.function.UnaryOperator;

/**
 * A body or an answer as it came over the wire.
 *
 * @param bytes nobody changes them from now on
 * @param asText makes UTF-8 of them, away from the thread that answers; throws an {@link
 *     UnkeepableException} where that cannot be
 */
public record Content(byte[] bytes, UnaryOperator<byte[]> asText) {

  /** What is text already. */
  public static Content text(byte[] bytes) {
    return new Content(bytes, UnaryOperator.identity());
  }
}

package dev.millrace.serving.requestlog;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * A body or an answer as it came over the wire.
 *
 * @param bytes nobody changes them from now on
 * @param asText makes UTF-8 of them, away from the thread that answers; throws an {@link
 *     UnkeepableException} where that cannot be
 */
public record Content(byte[] bytes, UnaryOperator<byte[]> asText) {

  private static final Logger LOG = Logger.getLogger(Content.class);

  /** What is text already. */
  public static Content text(byte[] bytes) {
    return new Content(bytes, UnaryOperator.identity());
  }

  /**
   * The text, where it has at most so many bytes.
   *
   * @throws UnkeepableException where it has more, or cannot be read, whatever is wrong with it
   */
  public byte[] textOfAtMost(int longest) {
    byte[] text = kept(() -> asText.apply(bytes));
    if (text.length > longest) {
      throw new UnkeepableException("As text it has more than " + longest + " bytes.");
    }
    return text;
  }

  /** What comes of reading it; what is not understood is not kept. */
  static <T> T kept(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnkeepableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.debugf(e, "a body could not be read");
      throw new UnkeepableException("It could not be read.");
    }
  }
}

package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;

/** What is wrong with a filter or an order key, and where; it never leaves the parser. */
final class FilterFault extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int BEFORE = 60;
  private static final int AFTER = 30;

  private final String sentence;
  private final int position;

  /**
   * A fault.
   *
   * @param sentence what is wrong
   * @param position of the character at fault, counted from 1; one beyond the text is its end
   */
  FilterFault(String sentence, int position) {
    super(sentence, null, false, false);
    this.sentence = sentence;
    this.position = position;
  }

  String sentence() {
    return sentence;
  }

  int position() {
    return position;
  }

  /** What the caller is told, with the text and a caret below the character at fault. */
  MlflowException in(String text) {
    int fault = Math.min(position - 1, text.length());
    int from = boundary(text, fault > BEFORE ? fault - BEFORE : 0);
    int to = boundary(text, Math.min(text.length(), fault + AFTER));
    StringBuilder message = new StringBuilder(sentence);
    message.append(" (at position ").append(position).append(")\n");
    int lead = from > 0 ? 1 : 0;
    message.append(from > 0 ? "…" : "");
    text.substring(from, to).codePoints().forEach(c -> message.appendCodePoint(visible(c)));
    message.append(to < text.length() ? "…\n" : "\n");
    message.append(" ".repeat(lead + text.codePointCount(from, fault))).append('^');
    return MlflowException.invalidParameter(message.toString());
  }

  /** One column each, so that the caret stands where it should. */
  private static int visible(int c) {
    if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT && Character.isSurrogate((char) c)) {
      return 0xFFFD;
    }
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
        ? ' '
        : c;
  }

  /** Not in the middle of a character. */
  private static int boundary(String text, int at) {
    boolean inside =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return inside ? at - 1 : at;
  }
}

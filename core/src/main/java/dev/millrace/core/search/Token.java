package dev.millrace.core.search;

/**
 * One word of a filter.
 *
 * @param raw as it is written, quotes and all
 * @param text without quotes
 * @param position of its first character, counted from 1
 */
record Token(Kind kind, String raw, String text, int position) {

  enum Kind {
    /** A bare word, dots included: {@code metrics.loss}, {@code AND}. */
    WORD,
    NUMBER,
    /** {@code 'text'}: always a value. */
    SINGLE_QUOTED,
    /** {@code "text"}: a value, or a key after a dot. */
    DOUBLE_QUOTED,
    /** {@code `text`}: always a name. */
    BACKTICKED,
    COMPARATOR,
    OPEN,
    CLOSE,
    COMMA,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isValueText() {
    return kind == Kind.SINGLE_QUOTED || kind == Kind.DOUBLE_QUOTED;
  }
}

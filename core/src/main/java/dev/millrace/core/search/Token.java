package dev.millrace.core.search;

import java.util.Set;

/**
 * One word of a filter.
 *
 * @param raw as it is written, quotes and all
 * @param text without quotes
 * @param position of its first character, counted from 1
 */
record Token(Kind kind, String raw, String text, int position) {

  private static final Set<Kind> QUOTED =
      Set.of(Kind.SINGLE_QUOTED, Kind.DOUBLE_QUOTED, Kind.BACKTICKED);

  enum Kind {
    /** A bare word, dots included: {@code metrics.loss}, {@code AND}, {@code resnet-50}. */
    WORD,
    /** What begins like a number: {@code -1.5e3}, {@code 7d}, {@code 2026-01-31}. */
    NUMBER,
    /** {@code 'text'}: a value, or a key after a dot. */
    SINGLE_QUOTED,
    /** {@code "text"}: a value, or a name. */
    DOUBLE_QUOTED,
    /** {@code `text`}: always a name. */
    BACKTICKED,
    COMPARATOR,
    OPEN,
    CLOSE,
    COMMA,
    /** A plus or a minus that belongs to no number. */
    SIGN,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isValueText() {
    return kind == Kind.SINGLE_QUOTED || kind == Kind.DOUBLE_QUOTED;
  }

  boolean isQuoted() {
    return QUOTED.contains(kind);
  }

  /** Whether the other token follows without a space. */
  boolean touches(Token next) {
    return position + raw.length() == next.position;
  }
}

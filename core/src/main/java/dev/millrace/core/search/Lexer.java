package dev.millrace.core.search;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter or an order key into words. */
final class Lexer {

  private static final String COMPARATOR_CHARACTERS = "=<>!~";

  /** What joins the parts of a word, between letters and digits only. */
  private static final String JOINTS = "-/:@";

  private final String input;
  private int at;

  private Lexer(String input) {
    this.input = input;
  }

  /** All words, and at last END. */
  static List<Token> tokens(String input) {
    return new Lexer(input).run();
  }

  private List<Token> run() {
    checkCharacters();
    List<Token> tokens = new ArrayList<>();
    while (true) {
      while (at < input.length() && isSpace(input.charAt(at))) {
        at++;
      }
      if (at == input.length()) {
        tokens.add(new Token(Token.Kind.END, "end of input", "", at + 1));
        return tokens;
      }
      tokens.add(next());
    }
  }

  /** PostgreSQL keeps neither, so nothing that is stored can have them. */
  private void checkCharacters() {
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < input.length()
              && Character.isLowSurrogate(input.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        throw new FilterFault(
            "Invalid clause(s) in filter string: a character that no text can have", i + 1);
      }
    }
  }

  private Token next() {
    char c = input.charAt(at);
    return switch (c) {
      case '\'' -> quoted(Token.Kind.SINGLE_QUOTED, c);
      case '"' -> quoted(Token.Kind.DOUBLE_QUOTED, c);
      case '`' -> quoted(Token.Kind.BACKTICKED, c);
      case '(' -> taken(Token.Kind.OPEN, at + 1);
      case ')' -> taken(Token.Kind.CLOSE, at + 1);
      case ',' -> taken(Token.Kind.COMMA, at + 1);
      default -> {
        if (COMPARATOR_CHARACTERS.indexOf(c) >= 0) {
          yield comparator();
        }
        if (startsNumber()) {
          yield taken(Token.Kind.NUMBER, end(true));
        }
        if (isWordPart(at)) {
          yield taken(Token.Kind.WORD, end(false));
        }
        if (c == '-' || c == '+') {
          yield taken(Token.Kind.SIGN, at + 1);
        }
        throw new FilterFault(
            "Invalid clause(s) in filter string: '"
                + Character.toString(input.codePointAt(at))
                + "'",
            at + 1);
      }
    };
  }

  private Token comparator() {
    int end = at;
    while (end < input.length() && COMPARATOR_CHARACTERS.indexOf(input.charAt(end)) >= 0) {
      end++;
    }
    return taken(Token.Kind.COMPARATOR, end);
  }

  /** A quote is ended by the same quote; doubled, it stands for itself. */
  private Token quoted(Token.Kind kind, char quote) {
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (i < input.length()) {
      char c = input.charAt(i);
      if (c == quote) {
        boolean doubled = i + 1 < input.length() && input.charAt(i + 1) == quote;
        if (!doubled && !isEscaped(kind, i)) {
          Token token = new Token(kind, input.substring(at, i + 1), text.toString(), at + 1);
          at = i + 1;
          return token;
        }
        i += doubled ? 1 : 0;
      }
      text.append(c);
      i++;
    }
    throw new FilterFault("Invalid clause(s) in filter string: the quote is never closed", at + 1);
  }

  /**
   * Whether the quote at i is part of the text: a backslash stands before it and the text goes on
   * behind it. MLflow: the backslash is part of the text too.
   */
  private boolean isEscaped(Token.Kind kind, int i) {
    return kind != Token.Kind.BACKTICKED
        && i - 1 > at
        && input.charAt(i - 1) == '\\'
        && i + 1 < input.length()
        && isWordPart(i + 1);
  }

  private boolean startsNumber() {
    int digit = at;
    if (input.charAt(digit) == '-' || input.charAt(digit) == '+') {
      digit++;
    }
    if (digit < input.length() && input.charAt(digit) == '.') {
      digit++;
    }
    return digit < input.length() && isDigit(input.charAt(digit));
  }

  /** Where the word that begins here ends. */
  private int end(boolean number) {
    int end = at + 1;
    while (end < input.length() && goesOn(end, number)) {
      end += Character.charCount(input.codePointAt(end));
    }
    return end;
  }

  private boolean goesOn(int i, boolean number) {
    if (isWordPart(i)) {
      return true;
    }
    char c = input.charAt(i);
    char before = input.charAt(i - 1);
    if (number && (c == '-' || c == '+') && (before == 'e' || before == 'E')) {
      return true;
    }
    return JOINTS.indexOf(c) >= 0
        && (Character.isLetterOrDigit(before) || before == '_')
        && i + 1 < input.length()
        && input.charAt(i + 1) != '.'
        && isWordPart(i + 1);
  }

  /** MLflow: spaces that do not break are spaces too. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean isWordPart(int i) {
    int c = input.codePointAt(i);
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private Token taken(Token.Kind kind, int end) {
    String raw = input.substring(at, end);
    Token token = new Token(kind, raw, raw, at + 1);
    at = end;
    return token;
  }
}

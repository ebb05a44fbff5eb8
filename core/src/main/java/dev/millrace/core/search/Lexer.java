package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a filter or an order key into words. */
final class Lexer {

  private final String input;
  private int at;

  private Lexer(String input) {
    this.input = input;
  }

  static List<Token> tokens(String input) {
    return new Lexer(input).run();
  }

  private List<Token> run() {
    List<Token> tokens = new ArrayList<>();
    while (true) {
      while (at < input.length() && Character.isWhitespace(input.charAt(at))) {
        at++;
      }
      if (at == input.length()) {
        tokens.add(new Token(Token.Kind.END, "end of input", "", at + 1));
        return tokens;
      }
      tokens.add(next());
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
      case '=', '<', '>', '!' -> comparator(c);
      default -> {
        if (startsNumber()) {
          yield taken(Token.Kind.NUMBER, endOfNumber());
        }
        if (isWordPart(c)) {
          int end = at;
          while (end < input.length() && isWordPart(input.charAt(end))) {
            end++;
          }
          yield taken(Token.Kind.WORD, end);
        }
        throw MlflowException.invalidParameter(
            "Invalid clause(s) in filter string: '" + c + "' at position " + (at + 1));
      }
    };
  }

  private Token comparator(char c) {
    boolean two = at + 1 < input.length() && input.charAt(at + 1) == '=' && c != '=';
    if (c == '!' && !two) {
      throw MlflowException.invalidParameter(
          "Invalid clause(s) in filter string: '!' at position " + (at + 1));
    }
    return taken(Token.Kind.COMPARATOR, at + (two ? 2 : 1));
  }

  /** A quote is ended by the same quote; doubled, it stands for itself. */
  private Token quoted(Token.Kind kind, char quote) {
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (i < input.length()) {
      char c = input.charAt(i);
      if (c == quote) {
        if (i + 1 == input.length() || input.charAt(i + 1) != quote) {
          Token token = new Token(kind, input.substring(at, i + 1), text.toString(), at + 1);
          at = i + 1;
          return token;
        }
        i++;
      }
      text.append(c);
      i++;
    }
    throw MlflowException.invalidParameter(
        "Invalid filter string: the quote at position " + (at + 1) + " is never closed");
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

  private int endOfNumber() {
    int end = at + 1;
    while (end < input.length()) {
      char c = input.charAt(end);
      char before = input.charAt(end - 1);
      boolean exponentSign = (c == '-' || c == '+') && (before == 'e' || before == 'E');
      if (!exponentSign && c != '.' && !Character.isLetterOrDigit(c)) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private Token taken(Token.Kind kind, int end) {
    String raw = input.substring(at, end);
    Token token = new Token(kind, raw, raw, at + 1);
    at = end;
    return token;
  }
}

package dev.millrace.core.search;

import java.util.List;

/** The words of a filter, read from left to right. */
final class Tokens {

  private final List<Token> tokens;
  private int at;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return peek(0);
  }

  /** The word so many places on; END from the end on. */
  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  boolean atStart() {
    return at == 0;
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  boolean peekIs(Token.Kind kind) {
    return peek().kind() == kind;
  }

  /** The next word, which there must be. */
  Token take() {
    Token token = peek();
    if (atEnd()) {
      throw unexpected();
    }
    at++;
    return token;
  }

  /** Takes the next word if it is this keyword. */
  boolean takeWord(String word) {
    boolean there = peek().isWord(word);
    at += there ? 1 : 0;
    return there;
  }

  /** Takes the next word if it is of this kind. */
  boolean takeIf(Token.Kind kind) {
    boolean there = peekIs(kind);
    at += there ? 1 : 0;
    return there;
  }

  void expect(Token.Kind kind) {
    if (!takeIf(kind)) {
      throw unexpected();
    }
  }

  /** What to say of the next word where it should not stand. */
  FilterFault unexpected() {
    Token token = peek();
    return new FilterFault(
        atEnd()
            ? "Invalid clause(s) in filter string: it ends where a comparison goes on"
            : "Invalid clause(s) in filter string: '" + token.raw() + "'",
        token.position());
  }
}

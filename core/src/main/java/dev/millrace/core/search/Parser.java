package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads filters and order keys.
 *
 * <pre>
 * filter     = conjunct { OR conjunct }
 * conjunct   = unary { AND unary }
 * unary      = NOT unary | "(" filter ")" | comparison
 * comparison = field comparator value | field [NOT] IN "(" text { "," text } ")"
 *            | field IS [NOT] NULL
 * field      = [ entity "." ] key
 * order      = field [ ASC | DESC ]
 * </pre>
 *
 * MLflow knows only AND of comparisons; the rest is a superset of it.
 */
public final class Parser {

  /** Longest filter, in characters. */
  public static final int MAX_LENGTH = 16_384;

  /** Most comparisons in one filter. */
  public static final int MAX_CLAUSES = 200;

  private static final int MAX_DEPTH = 50;

  private final SearchSchema schema;
  private final List<Token> tokens;
  private int at;
  private int clauses;

  private Parser(SearchSchema schema, List<Token> tokens) {
    this.schema = schema;
    this.tokens = tokens;
  }

  /**
   * Reads a filter; a blank one is true for everything.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE with the position of the fault
   */
  public static Filter filter(String text, SearchSchema schema) {
    if (text.length() > MAX_LENGTH) {
      throw MlflowException.invalidParameter(
          "The filter is longer than " + MAX_LENGTH + " characters");
    }
    if (text.isBlank()) {
      return new Filter.And(List.of());
    }
    Parser parser = new Parser(schema, Lexer.tokens(text));
    Filter filter = parser.disjunction(0);
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.unexpected();
    }
    return filter;
  }

  /**
   * Reads one order key.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none
   */
  public static OrderBy orderBy(String text, SearchSchema schema) {
    Parser parser = new Parser(schema, Lexer.tokens(text));
    if (parser.peek().kind() == Token.Kind.END) {
      throw unparsable(text);
    }
    Field field = parser.field();
    boolean ascending = true;
    if (parser.peek().kind() != Token.Kind.END) {
      Token direction = parser.take();
      if (parser.peek().kind() != Token.Kind.END) {
        throw unparsable(text);
      }
      if (!direction.isWord("ASC") && !direction.isWord("DESC")) {
        throw MlflowException.invalidParameter(
            "Invalid ordering key in order_by clause '" + text + "'.");
      }
      ascending = direction.isWord("ASC");
    }
    schema.checkOrderable(field);
    return new OrderBy(field, ascending);
  }

  private static MlflowException unparsable(String text) {
    return MlflowException.invalidParameter(
        "Invalid order_by clause '" + text + "'. Could not be parsed.");
  }

  private Filter disjunction(int depth) {
    List<Filter> parts = new ArrayList<>();
    parts.add(conjunction(depth));
    while (peek().isWord("OR")) {
      take();
      parts.add(conjunction(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
  }

  private Filter conjunction(int depth) {
    List<Filter> parts = new ArrayList<>();
    parts.add(unary(depth));
    while (peek().isWord("AND")) {
      take();
      parts.add(unary(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
  }

  private Filter unary(int depth) {
    if (depth > MAX_DEPTH) {
      throw MlflowException.invalidParameter(
          "The filter is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (peek().isWord("NOT")) {
      take();
      return new Filter.Not(unary(depth + 1));
    }
    if (peek().kind() == Token.Kind.OPEN) {
      take();
      Filter inner = disjunction(depth + 1);
      expect(Token.Kind.CLOSE);
      return inner;
    }
    return comparison();
  }

  private Filter comparison() {
    if (++clauses > MAX_CLAUSES) {
      throw MlflowException.invalidParameter(
          "The filter has more than " + MAX_CLAUSES + " comparisons");
    }
    Token start = peek();
    if (start.kind() != Token.Kind.WORD && start.kind() != Token.Kind.BACKTICKED) {
      throw start.kind() == Token.Kind.END
          ? unexpected()
          : MlflowException.invalidParameter(
              "Invalid comparison clause. Expected 'Identifier' found '"
                  + start.raw()
                  + "'"
                  + SearchSchema.at(start.position()));
    }
    Field field = field();
    Token operatorToken = peek();
    Operator operator = operator();
    Value value = value(field, operator);
    ComparisonRules.check(field, operator, operatorToken, value);
    return new Filter.Comparison(field, operator, value);
  }

  private Field field() {
    Token first = take();
    if (first.kind() == Token.Kind.BACKTICKED || first.kind() == Token.Kind.DOUBLE_QUOTED) {
      return schema.resolve(EntityType.ATTRIBUTE.word(), first.text(), first.position());
    }
    if (first.kind() != Token.Kind.WORD) {
      at--;
      throw unexpected();
    }
    int dot = first.text().indexOf('.');
    if (dot < 0) {
      return schema.resolve(EntityType.ATTRIBUTE.word(), first.text(), first.position());
    }
    String key = first.text().substring(dot + 1);
    if (key.isEmpty()) {
      Token quoted = take();
      if (quoted.kind() != Token.Kind.BACKTICKED && quoted.kind() != Token.Kind.DOUBLE_QUOTED) {
        at--;
        throw unexpected();
      }
      key = quoted.text();
    }
    return schema.resolve(first.text().substring(0, dot), key, first.position());
  }

  private Operator operator() {
    Token token = take();
    if (token.kind() == Token.Kind.COMPARATOR) {
      for (Operator operator : Operator.values()) {
        if (operator.text().equals(token.text())) {
          return operator;
        }
      }
    }
    if (token.isWord("LIKE")) {
      return Operator.LIKE;
    }
    if (token.isWord("ILIKE")) {
      return Operator.ILIKE;
    }
    if (token.isWord("IN")) {
      return Operator.IN;
    }
    if (token.isWord("NOT") && peek().isWord("IN")) {
      take();
      return Operator.NOT_IN;
    }
    if (token.isWord("IS")) {
      boolean negated = peek().isWord("NOT");
      if (negated) {
        take();
      }
      if (peek().isWord("NULL")) {
        take();
        return negated ? Operator.IS_NOT_NULL : Operator.IS_NULL;
      }
    } else {
      at--;
    }
    throw unexpected();
  }

  private Value value(Field field, Operator operator) {
    if (operator == Operator.IS_NULL || operator == Operator.IS_NOT_NULL) {
      return new Value.None();
    }
    Token token = take();
    if (token.kind() == Token.Kind.OPEN) {
      return new Value.TextList(texts());
    }
    if (field.numeric()) {
      if (token.kind() != Token.Kind.NUMBER) {
        at--;
        throw ComparisonRules.notNumeric(field, token);
      }
      return new Value.Numeric(number(token));
    }
    if (!token.isValueText()) {
      at--;
      throw token.kind() == Token.Kind.END ? unexpected() : ComparisonRules.notText(field, token);
    }
    return new Value.Text(token.text());
  }

  private static BigDecimal number(Token token) {
    try {
      BigDecimal number = new BigDecimal(token.text());
      if (Math.abs((long) number.scale()) <= 400) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one error below
    }
    throw MlflowException.invalidParameter(
        "Invalid number '" + token.raw() + "'" + SearchSchema.at(token.position()));
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    while (true) {
      Token token = take();
      if (!token.isValueText()) {
        throw MlflowException.invalidParameter(
            "While parsing a list in the query, expected string value, punctuation, or whitespace,"
                + " but got different type in list: "
                + token.raw()
                + SearchSchema.at(token.position()));
      }
      texts.add(token.text());
      if (peek().kind() == Token.Kind.COMMA) {
        take();
      } else {
        expect(Token.Kind.CLOSE);
        return texts;
      }
    }
  }

  private void expect(Token.Kind kind) {
    if (peek().kind() != kind) {
      throw unexpected();
    }
    take();
  }

  private Token peek() {
    return tokens.get(at);
  }

  /** The end is never passed: taking it leaves it in place. */
  private Token take() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size());
    if (token.kind() == Token.Kind.END) {
      throw endOfInput(token);
    }
    return token;
  }

  private MlflowException unexpected() {
    Token token = peek();
    return token.kind() == Token.Kind.END
        ? endOfInput(token)
        : MlflowException.invalidParameter(
            "Invalid clause(s) in filter string: '"
                + token.raw()
                + "'"
                + SearchSchema.at(token.position()));
  }

  private static MlflowException endOfInput(Token token) {
    return MlflowException.invalidParameter(
        "Invalid clause(s) in filter string: it ends where a comparison goes on"
            + SearchSchema.at(token.position()));
  }
}

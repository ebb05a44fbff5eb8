package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads filters and order keys.
 *
 * <pre>
 * filter     = conjunct { OR conjunct }
 * conjunct   = unary { [ AND ] unary }
 * unary      = NOT unary | "(" filter ")" | comparison | word
 * comparison = field comparator value
 *            | field [ NOT ] ( LIKE | ILIKE ) text
 *            | field [ NOT ] IN list
 *            | field [ NOT ] BETWEEN range
 *            | field IS [ NOT ] NULL
 * order      = field [ ASC | DESC ]
 * </pre>
 *
 * MLflow knows only AND of comparisons; the rest is a superset of it. AND may be left out between
 * two comparisons, as in MLflow, and between two words, but not between a comparison and a word: so
 * a mistyped keyword does not turn into a word that is searched for. For the same reason a name
 * that the schema knows always begins a comparison.
 */
public final class Parser {

  /** Longest filter, in characters. */
  public static final int MAX_LENGTH = 16_384;

  /** Most comparisons and words in one filter. */
  public static final int MAX_CLAUSES = 200;

  /** Deepest nesting of NOT and parentheses. */
  public static final int MAX_DEPTH = 50;

  private final SearchSchema schema;
  private final Tokens tokens;
  private final FieldReader fields;
  private final ValueReader values;
  private int clauses;

  private Parser(SearchSchema schema, Tokens tokens) {
    this.schema = schema;
    this.tokens = tokens;
    this.fields = new FieldReader(schema, tokens);
    this.values = new ValueReader(schema, tokens);
  }

  /** What the next word begins. */
  private enum Start {
    COMPARISON,
    WORD,
    OTHER
  }

  /**
   * Reads a filter; a blank one is true for everything.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE with the position of the fault and a caret
   *     below it
   */
  public static Filter filter(String text, SearchSchema schema) {
    if (text.isBlank()) {
      return new Filter.And(List.of());
    }
    try {
      if (text.length() > MAX_LENGTH) {
        throw new FilterFault(
            "The filter is longer than " + MAX_LENGTH + " characters", MAX_LENGTH + 1);
      }
      Parser parser = new Parser(schema, new Tokens(Lexer.tokens(text)));
      Filter filter = parser.disjunction(0);
      if (!parser.tokens.atEnd()) {
        throw parser.tokens.unexpected();
      }
      return filter;
    } catch (FilterFault fault) {
      throw fault.in(text);
    }
  }

  /**
   * Reads one order key.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none
   */
  public static OrderBy orderBy(String text, SearchSchema schema) {
    try {
      if (text.length() > MAX_LENGTH) {
        throw new FilterFault(
            "The order_by clause is longer than " + MAX_LENGTH + " characters", MAX_LENGTH + 1);
      }
      return new Parser(schema, orderTokens(text)).order(text);
    } catch (FilterFault fault) {
      throw fault.in(text);
    }
  }

  /**
   * Reads the name of a field, as it stands in a filter.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none
   */
  public static Field field(String text, SearchSchema schema) {
    try {
      if (text.length() > MAX_LENGTH) {
        throw new FilterFault(
            "The field is longer than " + MAX_LENGTH + " characters", MAX_LENGTH + 1);
      }
      Parser parser = new Parser(schema, new Tokens(Lexer.tokens(text)));
      Field field = parser.fields.read();
      if (!parser.tokens.atEnd()) {
        throw parser.tokens.unexpected();
      }
      return field;
    } catch (FilterFault fault) {
      throw fault.in(text);
    }
  }

  private static Tokens orderTokens(String text) {
    try {
      return new Tokens(Lexer.tokens(text));
    } catch (FilterFault fault) {
      throw unparsable(text, fault.position());
    }
  }

  private OrderBy order(String text) {
    Token first = tokens.peek();
    boolean name =
        first.kind() == Token.Kind.WORD && FieldReader.isPlain(first.text())
            || first.kind() == Token.Kind.BACKTICKED
            || first.kind() == Token.Kind.DOUBLE_QUOTED;
    boolean keyMissing = first.raw().endsWith(".") && !tokens.peek(1).isQuoted();
    if (!name || keyMissing) {
      throw unparsable(text, first.position());
    }
    Field field = fields.read();
    boolean ascending = true;
    if (!tokens.atEnd()) {
      Token direction = tokens.take();
      if (!tokens.atEnd()) {
        throw unparsable(text, tokens.peek().position());
      }
      if (!direction.isWord("ASC") && !direction.isWord("DESC")) {
        throw new FilterFault(
            "Invalid ordering key in order_by clause '" + shortened(text) + "'.",
            direction.position());
      }
      ascending = direction.isWord("ASC");
    }
    schema.checkOrderable(field, first.position());
    return new OrderBy(field, ascending);
  }

  private static FilterFault unparsable(String text, int position) {
    return new FilterFault(
        "Invalid order_by clause '" + shortened(text) + "'. Could not be parsed.", position);
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, text.offsetByCodePoints(0, 150)) + "…";
  }

  private Filter disjunction(int depth) {
    List<Filter> parts = new ArrayList<>();
    parts.add(conjunction(depth));
    while (tokens.takeWord("OR")) {
      parts.add(conjunction(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
  }

  private Filter conjunction(int depth) {
    List<Filter> parts = new ArrayList<>();
    if (tokens.atStart() && takeAnds(depth) && tokens.atEnd()) {
      return new Filter.And(List.of());
    }
    parts.add(unary(depth));
    while (true) {
      if (tokens.takeWord("AND")) {
        takeAnds(depth);
        if (depth == 0 && tokens.atEnd()) {
          break;
        }
      } else if (!goesOn(parts.get(parts.size() - 1))) {
        break;
      }
      parts.add(unary(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
  }

  /** MLflow: an AND before, behind or between others, with nothing to join, says nothing. */
  private boolean takeAnds(int depth) {
    boolean any = false;
    while (depth == 0 && tokens.takeWord("AND")) {
      any = true;
    }
    return any;
  }

  /** Whether the next word belongs to the same conjunction without an AND. */
  private boolean goesOn(Filter before) {
    return switch (start()) {
      case COMPARISON -> before instanceof Filter.Comparison;
      case WORD -> before instanceof Filter.Word;
      case OTHER -> false;
    };
  }

  private Filter unary(int depth) {
    if (depth > MAX_DEPTH) {
      throw new FilterFault(
          "The filter is nested deeper than " + MAX_DEPTH + " levels", tokens.peek().position());
    }
    if (tokens.takeWord("NOT")) {
      return new Filter.Not(unary(depth + 1));
    }
    if (tokens.takeIf(Token.Kind.OPEN)) {
      Filter inner = disjunction(depth + 1);
      tokens.expect(Token.Kind.CLOSE);
      return inner;
    }
    Start start = start();
    if (start == Start.OTHER) {
      throw tokens.unexpected();
    }
    if (++clauses > MAX_CLAUSES) {
      throw new FilterFault(
          "The filter has more than " + MAX_CLAUSES + " comparisons", tokens.peek().position());
    }
    return start == Start.COMPARISON ? comparison() : new Filter.Word(tokens.take().text());
  }

  private Start start() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case BACKTICKED -> Start.COMPARISON;
      case WORD -> {
        if (token.isWord("AND") || token.isWord("OR") || token.isWord("NOT")) {
          yield Start.OTHER;
        }
        yield schema.knows(token.text()) || operatorFollows() ? Start.COMPARISON : Start.WORD;
      }
      case DOUBLE_QUOTED, SINGLE_QUOTED, NUMBER ->
          operatorFollows() ? Start.COMPARISON : Start.WORD;
      default -> Start.OTHER;
    };
  }

  private boolean operatorFollows() {
    Token next = tokens.peek(1);
    if (next.isWord("IS")) {
      return tokens.peek(2).isWord("NULL") || tokens.peek(2).isWord("NOT");
    }
    Token operator = next.isWord("NOT") ? tokens.peek(2) : next;
    return next.kind() == Token.Kind.COMPARATOR
        || operator.isWord("IN")
        || operator.isWord("LIKE")
        || operator.isWord("ILIKE")
        || operator.isWord("BETWEEN");
  }

  private Filter comparison() {
    Field field = fields.read();
    Token operatorToken = tokens.peek();
    Operator operator = operator(field);
    Value value = values.read(field, operator);
    ComparisonRules.check(field, operator, operatorToken, value);
    return new Filter.Comparison(field, operator, value);
  }

  private Operator operator(Field field) {
    Token token = tokens.peek();
    String text = token.text();
    if (token.isWord("IS")) {
      tokens.take();
      boolean negated = tokens.takeWord("NOT");
      if (!tokens.takeWord("NULL")) {
        throw tokens.unexpected();
      }
      return negated ? Operator.IS_NOT_NULL : Operator.IS_NULL;
    }
    if (token.isWord("NOT")) {
      text += " " + tokens.peek(1).text();
    } else if (token.kind() != Token.Kind.COMPARATOR && token.kind() != Token.Kind.WORD) {
      throw tokens.unexpected();
    }
    Operator operator = Operator.find(text).orElse(null);
    if (operator == null) {
      throw token.kind() == Token.Kind.COMPARATOR
          ? ComparisonRules.invalidComparator(field, text, token)
          : tokens.unexpected();
    }
    tokens.take();
    if (token.isWord("NOT")) {
      tokens.take();
    }
    return operator;
  }
}

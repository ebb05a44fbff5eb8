package dev.millrace.core.search;

import java.util.Optional;

/**
 * Reads what a comparison or an order key is about.
 *
 * <pre>
 * field  = attribute | entity "." key [ "." aggregate ]
 * key    = plain word, dots included | quoted text
 * </pre>
 */
final class FieldReader {

  private final SearchSchema schema;
  private final Tokens tokens;

  FieldReader(SearchSchema schema, Tokens tokens) {
    this.schema = schema;
    this.tokens = tokens;
  }

  Field read() {
    Token first = tokens.take();
    if (first.kind() == Token.Kind.BACKTICKED && continues(first)) {
      return keyed(first.text(), tokens.take().text().substring(1), first);
    }
    if (first.kind() == Token.Kind.BACKTICKED || first.kind() == Token.Kind.DOUBLE_QUOTED) {
      return schema.attribute(first.text(), first.position());
    }
    if (first.kind() != Token.Kind.WORD || !isPlain(first.text())) {
      throw new FilterFault(
          "Invalid comparison clause. Expected 'Identifier' found '" + first.raw() + "'",
          first.position());
    }
    int dot = first.text().indexOf('.');
    return dot < 0
        ? schema.attribute(first.text(), first.position())
        : keyed(first.text().substring(0, dot), first.text().substring(dot + 1), first);
  }

  private Field keyed(String entity, String rest, Token first) {
    EntityType type = schema.type(entity, first.position());
    if (rest.isEmpty()) {
      return quoted(type, first);
    }
    return schema.plainField(type, rest, first.position());
  }

  private Field quoted(EntityType type, Token first) {
    if (!tokens.peek().isQuoted()) {
      throw tokens.unexpected();
    }
    Token key = tokens.take();
    if (!continues(key)) {
      return schema.field(type, key.text(), first.position());
    }
    Token suffix = tokens.peek();
    Optional<Aggregate> aggregate = Aggregate.find(suffix.text().substring(1));
    if (type != EntityType.METRIC || aggregate.isEmpty()) {
      throw tokens.unexpected();
    }
    tokens.take();
    return new Field(type, key.text(), ValueType.NUMBER, aggregate.get(), false);
  }

  /** Whether the next word goes on with a dot where this one ends. */
  private boolean continues(Token token) {
    Token next = tokens.peek();
    return next.kind() == Token.Kind.WORD && next.text().startsWith(".") && token.touches(next);
  }

  /** Whether a name can stand without quotes. */
  static boolean isPlain(String name) {
    return name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
  }
}

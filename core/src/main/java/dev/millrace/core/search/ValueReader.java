package dev.millrace.core.search;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a field is compared with.
 *
 * <pre>
 * value  = scalar | text
 * scalar = number | duration | "'" date or time "'" | now ( ) [ ( + | - ) duration ]
 * list   = "(" value { "," value } [ "," ] ")"
 * range  = scalar AND scalar
 * </pre>
 */
final class ValueReader {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern DURATION =
      Pattern.compile("([-+]?(?:[0-9]{1,19}(?:\\.[0-9]{0,9})?))(ms|s|m|h|d|w)");

  /** Beyond it no double and no long has a value. */
  private static final int MAX_SCALE = 400;

  /** Milliseconds that fit a long together with the time they are counted from. */
  private static final BigDecimal MAX_OFFSET = new BigDecimal("4e18");

  private final SearchSchema schema;
  private final Tokens tokens;

  ValueReader(SearchSchema schema, Tokens tokens) {
    this.schema = schema;
    this.tokens = tokens;
  }

  Value read(Field field, Operator operator) {
    if (operator.asksForPresence()) {
      return new Value.None();
    }
    if (operator.takesList()) {
      tokens.expect(Token.Kind.OPEN);
      return list(field);
    }
    if (operator.takesRange()) {
      Value.Scalar low = scalar(field);
      if (!tokens.takeWord("AND")) {
        throw tokens.unexpected();
      }
      return new Value.Range(low, scalar(field));
    }
    return takesScalar(field) ? scalar(field) : new Value.Text(text(field));
  }

  /**
   * Whether the next value is a number: a parameter is compared as what its value is written as.
   */
  private boolean takesScalar(Field field) {
    return field.numeric()
        || field.type() == EntityType.PARAMETER && NUMBER.matcher(tokens.peek().raw()).matches();
  }

  private Value list(Field field) {
    if (tokens.peekIs(Token.Kind.CLOSE)) {
      throw new FilterFault(
          "While parsing a list in the query, expected a non-empty list of string values, but got"
              + " empty list",
          tokens.peek().position());
    }
    boolean scalar = takesScalar(field);
    List<Value.Scalar> scalars = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    do {
      if (scalar) {
        scalars.add(scalar(field));
      } else {
        texts.add(listed(field));
      }
      // Python writes a list of one with a comma behind it.
    } while (tokens.takeIf(Token.Kind.COMMA) && !tokens.peekIs(Token.Kind.CLOSE));
    tokens.expect(Token.Kind.CLOSE);
    return scalar ? new Value.ScalarList(scalars) : new Value.TextList(texts);
  }

  private String listed(Field field) {
    Token token = tokens.peek();
    if (!tokens.atEnd() && !token.isValueText()) {
      throw new FilterFault(
          "While parsing a list in the query, expected string value, punctuation, or whitespace,"
              + " but got different type in list: "
              + token.raw(),
          token.position());
    }
    return text(field);
  }

  private String text(Field field) {
    Token token = tokens.peek();
    boolean bare = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.NUMBER;
    if (token.isValueText() || bare && schema.bareValues()) {
      ComparisonRules.checkText(field, token);
      return tokens.take().text();
    }
    if (tokens.atEnd()) {
      throw tokens.unexpected();
    }
    throw ComparisonRules.notText(field, token);
  }

  private Value.Scalar scalar(Field field) {
    Token token = tokens.peek();
    Value.@Nullable Scalar scalar =
        switch (field.valueType()) {
          case TIME -> time(token);
          case DURATION -> duration(token);
          default -> number(token);
        };
    if (scalar != null) {
      return scalar;
    }
    if (tokens.atEnd()) {
      throw tokens.unexpected();
    }
    throw ComparisonRules.notNumeric(field, token);
  }

  private Value.@Nullable Scalar number(Token token) {
    if (token.kind() != Token.Kind.NUMBER || !NUMBER.matcher(token.text()).matches()) {
      return null;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(token.text());
    } catch (NumberFormatException e) {
      throw outOfRange(token);
    }
    if (Math.abs((long) number.scale()) > MAX_SCALE
        || Math.abs((long) number.precision() - number.scale()) > MAX_SCALE) {
      throw outOfRange(token);
    }
    tokens.take();
    return new Value.Numeric(number);
  }

  private Value.@Nullable Scalar duration(Token token) {
    Matcher matcher = DURATION.matcher(token.raw());
    if (!matcher.matches()) {
      return number(token);
    }
    tokens.take();
    return new Value.Numeric(millis(matcher).stripTrailingZeros());
  }

  private Value.@Nullable Scalar time(Token token) {
    if (token.isWord("now")) {
      return now();
    }
    if (!token.isValueText()) {
      return number(token);
    }
    Long moment = moment(token.text().strip());
    if (moment == null) {
      return null;
    }
    tokens.take();
    return new Value.Moment(moment);
  }

  private Value.Scalar now() {
    tokens.take();
    tokens.expect(Token.Kind.OPEN);
    tokens.expect(Token.Kind.CLOSE);
    String sign = "";
    if (tokens.peekIs(Token.Kind.SIGN)) {
      sign = tokens.take().text();
    } else if (!tokens.peekIs(Token.Kind.NUMBER) || !hasSign(tokens.peek())) {
      return new Value.Now(0);
    }
    Token offset = tokens.peek();
    Matcher matcher = DURATION.matcher(sign + offset.raw());
    if (!matcher.matches()) {
      throw new FilterFault(
          "Expected a duration such as 7d after now(), with one of the units ms, s, m, h, d and w."
              + " Found "
              + offset.raw(),
          offset.position());
    }
    BigDecimal millis = millis(matcher);
    if (millis.abs().compareTo(MAX_OFFSET) > 0) {
      throw outOfRange(offset);
    }
    tokens.take();
    return new Value.Now(millis.longValue());
  }

  private static boolean hasSign(Token number) {
    return number.raw().startsWith("-") || number.raw().startsWith("+");
  }

  private static BigDecimal millis(Matcher duration) {
    long unit = DurationUnit.find(duration.group(2)).orElseThrow().millis();
    return new BigDecimal(duration.group(1)).multiply(BigDecimal.valueOf(unit));
  }

  /** A date, or a date and a time, in UTC where it names no offset; null for anything else. */
  private static @Nullable Long moment(String text) {
    String iso = text.replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      }
      boolean offset = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 8;
      return (offset
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC))
          .toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static FilterFault outOfRange(Token token) {
    return new FilterFault("Invalid number '" + token.raw() + "'", token.position());
  }
}

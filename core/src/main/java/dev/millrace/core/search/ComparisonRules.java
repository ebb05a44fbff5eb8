package dev.millrace.core.search;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which operator and which value go with which field, and MLflow's words where they do not. */
final class ComparisonRules {

  private static final Set<Operator> PRESENCE = EnumSet.of(Operator.IS_NULL, Operator.IS_NOT_NULL);
  private static final Set<Operator> LIST = EnumSet.of(Operator.IN, Operator.NOT_IN);
  private static final Set<Operator> IDENTITY =
      union(EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL), LIST, PRESENCE);
  private static final Set<Operator> NUMERIC =
      union(EnumSet.range(Operator.EQUAL, Operator.NOT_BETWEEN), LIST, PRESENCE);
  private static final Set<Operator> TEXT =
      union(IDENTITY, EnumSet.range(Operator.LIKE, Operator.NOT_ILIKE));

  private ComparisonRules() {}

  /** Refuses an operator that does not go with the field and the kind of value. */
  static void check(Field field, Operator operator, Token token, Value value) {
    boolean numeric =
        value instanceof Value.Scalar
            || value instanceof Value.ScalarList
            || value instanceof Value.Range;
    if (numeric && field.type() == EntityType.PARAMETER && !NUMERIC.contains(operator)) {
      throw new FilterFault(
          "Expected a quoted string value for parameter (e.g. 'my-value') with " + operator.text(),
          token.position());
    }
    Set<Operator> valid = field.numeric() || numeric ? NUMERIC : TEXT;
    if (field.valueType() == ValueType.ID) {
      if (!IDENTITY.contains(operator)) {
        throw new FilterFault(
            "Invalid comparator for " + field.key() + ": " + operator.text(), token.position());
      }
    } else if (!valid.contains(operator)) {
      throw invalidComparator(field, operator.text(), token);
    }
  }

  /** Refuses what looks like an operator and is none. */
  static FilterFault invalidComparator(Field field, String text, Token token) {
    Set<Operator> valid =
        field.valueType() == ValueType.ID ? IDENTITY : field.numeric() ? NUMERIC : TEXT;
    return new FilterFault(
        "Invalid comparator '"
            + text
            + "' not one of '"
            + valid.stream()
                .map(o -> "'" + o.text() + "'")
                .collect(Collectors.joining(", ", "{", "}"))
            + "'",
        token.position());
  }

  static void checkText(Field field, Token token) {
    if (field.valueType() != ValueType.ID) {
      return;
    }
    try {
      Long.parseLong(token.text().strip());
    } catch (NumberFormatException e) {
      throw new FilterFault(
          "Invalid experiment ID '" + token.text() + "'. It must be a whole number.",
          token.position());
    }
  }

  static FilterFault notNumeric(Field field, Token token) {
    String subject =
        switch (field.type()) {
          case METRIC -> "metric";
          case PARAMETER -> "parameter";
          default -> "numeric attribute: " + field.key();
        };
    return new FilterFault(
        "Expected numeric value type for " + subject + ". Found " + token.raw(), token.position());
  }

  static FilterFault notText(Field field, Token token) {
    if (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.BACKTICKED) {
      return new FilterFault(
          "Parameter value is either not quoted or unidentified quote types used for string value "
              + token.raw()
              + ". Use either single or double quotes.",
          token.position());
    }
    String subject =
        switch (field.type()) {
          case ATTRIBUTE -> "attributes";
          case DATASET -> "dataset attributes";
          default -> field.type().word() + " (e.g. 'my-value')";
        };
    return new FilterFault(
        "Expected a quoted string value for " + subject + ". Got value " + token.raw(),
        token.position());
  }

  @SafeVarargs
  private static Set<Operator> union(Set<Operator> first, Set<Operator>... others) {
    EnumSet<Operator> union = EnumSet.copyOf(first);
    for (Set<Operator> other : others) {
      union.addAll(other);
    }
    return union;
  }
}

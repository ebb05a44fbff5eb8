package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which operator and which value go with which field. */
final class ComparisonRules {

  private static final Set<Operator> NUMERIC =
      EnumSet.range(Operator.EQUAL, Operator.LESS_OR_EQUAL);
  private static final Set<Operator> TEXT =
      EnumSet.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LIKE,
          Operator.ILIKE,
          Operator.IN,
          Operator.NOT_IN);
  private static final Set<Operator> PRESENCE = EnumSet.of(Operator.IS_NULL, Operator.IS_NOT_NULL);
  private static final Set<Operator> LIST = EnumSet.of(Operator.IN, Operator.NOT_IN);

  private ComparisonRules() {}

  static void check(Field field, Operator operator, Token token, Value value) {
    boolean keyed = field.type() == EntityType.TAG || field.type() == EntityType.PARAMETER;
    if (PRESENCE.contains(operator)) {
      if (!keyed) {
        throw MlflowException.invalidParameter(
            "IS NULL / IS NOT NULL is only supported for tags and params, not for '"
                + field.type().word()
                + "' '"
                + field.key()
                + "'"
                + SearchSchema.at(token.position()));
      }
      return;
    }
    Set<Operator> valid = EnumSet.copyOf(field.numeric() ? NUMERIC : TEXT);
    if (!valid.contains(operator)) {
      if (keyed) {
        valid.addAll(PRESENCE);
      }
      throw MlflowException.invalidParameter(
          "Invalid comparator '"
              + operator.text()
              + "' not one of '"
              + valid.stream()
                  .map(o -> "'" + o.text() + "'")
                  .collect(Collectors.joining(", ", "{", "}"))
              + "'"
              + SearchSchema.at(token.position()));
    }
    if (LIST.contains(operator) != (value instanceof Value.TextList)) {
      throw MlflowException.invalidParameter(
          "A list of quoted strings in parentheses goes with IN and NOT IN, and only with them"
              + SearchSchema.at(token.position()));
    }
  }

  static MlflowException notNumeric(Field field, Token token) {
    String subject =
        field.type() == EntityType.METRIC ? "metric" : "numeric attribute: " + field.key();
    return MlflowException.invalidParameter(
        "Expected numeric value type for "
            + subject
            + ". Found "
            + token.raw()
            + SearchSchema.at(token.position()));
  }

  static MlflowException notText(Field field, Token token) {
    String subject =
        switch (field.type()) {
          case ATTRIBUTE -> "attributes";
          case DATASET -> "dataset attributes";
          default -> field.type().word() + " (e.g. 'my-value')";
        };
    return MlflowException.invalidParameter(
        "Expected a quoted string value for "
            + subject
            + ". Got value "
            + token.raw()
            + SearchSchema.at(token.position()));
  }
}

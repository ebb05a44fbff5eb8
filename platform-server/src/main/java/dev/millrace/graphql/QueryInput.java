package dev.millrace.graphql;

import dev.millrace.core.error.MlflowException;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code input} of a field; the schema has seen to its types. */
record QueryInput(Map<String, @Nullable Object> fields) {

  /**
   * The input of the field that is asked for.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where there is none
   */
  static QueryInput of(DataFetchingEnvironment environment) {
    Map<String, @Nullable Object> fields = environment.getArgument("input");
    if (fields == null) {
      throw MlflowException.invalidParameter("Missing value for required parameter 'input'.");
    }
    return new QueryInput(fields);
  }

  @Nullable String text(String name) {
    return (String) plain(name, fields.get(name));
  }

  @Nullable Integer number(String name) {
    return (Integer) fields.get(name);
  }

  @Nullable Long longNumber(String name) {
    return (Long) fields.get(name);
  }

  List<String> texts(String name) {
    if (!(fields.get(name) instanceof List<?> values)) {
      return List.of();
    }
    return values.stream()
        .map(value -> plain(name, value == null ? "" : value))
        .map(String.class::cast)
        .toList();
  }

  /** PostgreSQL stores no NUL, and so nothing is found by it. */
  private static @Nullable Object plain(String name, @Nullable Object value) {
    if (value instanceof String text && text.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter(
          "Invalid value for parameter '" + name + "' supplied: it holds a NUL character.");
    }
    return value;
  }
}

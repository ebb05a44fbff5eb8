package dev.millrace.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a GET; what is null is left out. */
final class Query {

  private final Map<String, String> values = new LinkedHashMap<>();

  private Query() {}

  static Query of(String name, Object value) {
    return new Query().and(name, value);
  }

  Query and(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
    return this;
  }

  Map<String, String> values() {
    return values;
  }
}

package dev.millrace.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code key=value}, as options take tags. */
final class KeyValue {

  private KeyValue() {}

  /**
   * The values by their keys.
   *
   * @throws IllegalArgumentException where a text is none, or a key comes twice
   */
  static Map<String, String> map(List<String> texts) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String text : texts) {
      int sign = text.indexOf('=');
      if (sign < 0) {
        throw new IllegalArgumentException(
            "Invalid tag format: '" + text + "'. Tags must be in key=value format.");
      }
      String key = text.substring(0, sign);
      if (map.put(key, text.substring(sign + 1)) != null) {
        throw new IllegalArgumentException("Duplicate tag key: '" + key + "'");
      }
    }
    return map;
  }
}

package dev.millrace.registry.gate;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as a policy writes them; the schema has made sure of their form. */
public final class Quantity {

  private static final Pattern FORM = Pattern.compile("(\\d+)([A-Za-z]+)");
  private static final Map<String, Duration> TIME =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

  private Quantity() {}

  /** Such as {@code 30s}. */
  public static Duration duration(String text) {
    Matcher form = matched(text);
    Duration unit = TIME.get(form.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("Not a duration: " + text);
    }
    return unit.multipliedBy(Long.parseLong(form.group(1)));
  }

  /** Such as {@code 200MB}, in bytes. */
  public static long bytes(String text) {
    Matcher form = matched(text);
    Long unit = BYTES.get(form.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("Not a size: " + text);
    }
    return Math.multiplyExact(unit, Long.parseLong(form.group(1)));
  }

  private static Matcher matched(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("Not a quantity: " + text);
    }
    return form;
  }
}

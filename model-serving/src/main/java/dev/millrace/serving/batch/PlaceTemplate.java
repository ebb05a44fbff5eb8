package dev.millrace.serving.batch;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file in which {@code {date}} stands for the day of a job in the schedule's zone,
 * and {@code {time}} for its moment in UTC, which no two jobs of a schedule share.
 */
final class PlaceTemplate {

  private static final Pattern BRACES = Pattern.compile("[{}]");
  private static final String DATE = "{date}";
  private static final String TIME = "{time}";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private PlaceTemplate() {}

  /** Whether the braces in it are those of the two. */
  static boolean isKnown(String template) {
    Matcher braces = BRACES.matcher(template.replace(DATE, "").replace(TIME, ""));
    return !braces.find();
  }

  static String fill(String template, long scheduledAtMillis, ZoneId zone) {
    Instant time = Instant.ofEpochMilli(scheduledAtMillis);
    return template
        .replace(DATE, time.atZone(zone).toLocalDate().toString())
        .replace(TIME, MOMENT.format(time));
  }
}

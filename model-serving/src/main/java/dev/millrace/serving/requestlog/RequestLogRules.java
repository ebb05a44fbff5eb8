package dev.millrace.serving.requestlog;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.RequestId;
import dev.millrace.core.serving.RequestLogSettings;
import dev.millrace.core.validation.Require;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What may be asked of the log of requests, and what is meant where it is absent. */
final class RequestLogRules {

  private static final int DEFAULT_DAYS = 7;
  private static final int MOST_DAYS = 365;
  private static final int MOST_COLUMNS = 200;
  private static final int LONGEST_COLUMN = 500;

  private RequestLogRules() {}

  static RequestLogSettings settings(RequestLogSettings given) {
    double rate = Objects.requireNonNullElse(given.sampleRate(), 1.0);
    if (!(rate >= 0 && rate <= 1)) {
      throw MlflowException.invalidParameter(
          "Parameter 'sample_rate' is a share of the requests, from 0 to 1.");
    }
    List<String> columns = given.redact().stream().distinct().toList();
    if (columns.size() > MOST_COLUMNS) {
      throw MlflowException.invalidParameter(
          "Parameter 'redact' has more than " + MOST_COLUMNS + " columns.");
    }
    for (String column : columns) {
      if (column.isBlank() || column.length() > LONGEST_COLUMN || column.indexOf('\0') >= 0) {
        throw MlflowException.invalidParameter(
            "Parameter 'redact' has names of columns, of 1 to "
                + LONGEST_COLUMN
                + " characters without NUL.");
      }
    }
    return new RequestLogSettings(
        rate,
        columns,
        Require.upTo(MOST_DAYS, given.keepDays(), DEFAULT_DAYS, "keep_days"),
        given.export());
  }

  static @Nullable Integer version(@Nullable String given) {
    return given == null || given.isEmpty() ? null : Integer.valueOf(Require.versionNumber(given));
  }

  static void requireId(String requestId) {
    if (!RequestId.isValid(requestId)) {
      throw MlflowException.invalidParameter(
          "A request's id has 1 to 128 letters, digits and any of ._:@+=-.");
    }
  }
}

package dev.millrace.core.validation;

import dev.millrace.core.error.MlflowException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long ago, in the form that {@code mlflow gc --older-than} takes. */
public final class Age {

  private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
  private static final Pattern FORM =
      Pattern.compile("(?:%1$sd)?(?:%1$sh)?(?:%1$sm)?(?:%1$ss)?".formatted(NUMBER));
  private static final long[] SECONDS = {86_400, 3_600, 60, 1};

  private Age() {}

  /**
   * Reads a duration such as {@code 30d} or {@code 2d8h5m20s}.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none
   */
  public static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw MlflowException.invalidParameter(
          "Could not parse any time information from "
              + Keys.quote(text)
              + ". Examples of valid strings: '30d', '8h', '2d8h5m20s', '2m4s'");
    }
    Duration age = Duration.ZERO;
    for (int unit = 0; unit < SECONDS.length; unit++) {
      age = age.plus(of(parts.group(unit + 1), SECONDS[unit]));
    }
    return age;
  }

  private static Duration of(@Nullable String number, long seconds) {
    return number == null
        ? Duration.ZERO
        : Duration.ofMillis(
            new BigDecimal(number).multiply(BigDecimal.valueOf(seconds * 1_000)).longValue());
  }
}

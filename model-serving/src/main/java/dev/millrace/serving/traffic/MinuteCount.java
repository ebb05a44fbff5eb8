package dev.millrace.serving.traffic;

import java.util.concurrent.TimeUnit;

/**
 * How many requests an endpoint had in a minute.
 *
 * @param minute since the epoch
 */
public record MinuteCount(long minute, long endpointId, long requests) {

  /** The minute that it is now. */
  public static long now() {
    return TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
  }
}

package dev.millrace.serving.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of scheduled scoring. */
@ConfigMapping(prefix = "millrace.serving.schedules")
public interface ScheduleConfig {

  /** Whether this server works on jobs; others may, where it does not. */
  @WithDefault("true")
  boolean work();

  /** How often a server looks for what is due, and tells that it still works on its job. */
  @WithDefault("2s")
  Duration interval();

  /**
   * How long nothing is heard of a server before its job is given to another; at least three times
   * the interval.
   */
  @WithDefault("30s")
  Duration lease();

  /** How long a version may take to be brought up, or to be free of others, for a job. */
  @WithDefault("10m")
  Duration patience();

  /** How long jobs stay in the history. */
  @WithDefault("365d")
  Duration keep();
}

package dev.millrace.core.serving;

import java.util.OptionalDouble;

/** What endpoints were asked lately. */
public interface RecordedTraffic {

  /**
   * Requests per second in the busiest minute of the last day, over all endpoints that follow the
   * alias and all servers; empty where there was none. A server writes its counts every ten
   * seconds.
   */
  OptionalDouble busiestRate(String modelName, String alias);
}

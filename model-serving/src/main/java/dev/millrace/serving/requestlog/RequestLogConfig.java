package dev.millrace.serving.requestlog;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the log of requests. */
@ConfigMapping(prefix = "millrace.serving.request-log")
public interface RequestLogConfig {

  /** How many requests may wait to be written; more are dropped, and counted. */
  @WithDefault("10000")
  int maxWaiting();

  /** How much memory they may take, bodies and answers; more are dropped, and counted. */
  @WithDefault("64M")
  MemorySize maxWaitingBytes();

  /** The longest body, and the longest answer, that is kept with its request. */
  @WithDefault("256K")
  MemorySize maxBody();

  /**
   * Whether hours of kept requests are written to the artifact store once they are over, as JSON
   * Lines and as Parquet, of endpoints that say nothing of it themselves.
   */
  @WithDefault("false")
  boolean export();

  /** How often a server looks for hours that are over. */
  @WithDefault("1m")
  Duration exportInterval();

  /** How long after its end an hour is taken for complete: requests may wait to be kept. */
  @WithDefault("5m")
  Duration exportDelay();
}

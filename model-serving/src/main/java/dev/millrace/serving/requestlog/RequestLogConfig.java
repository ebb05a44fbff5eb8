package dev.millrace.serving.requestlog;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

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
}

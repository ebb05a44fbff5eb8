package dev.millrace.tracking.runlog;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of the logs of runs. */
@ConfigMapping(prefix = "millrace.run-log")
interface RunLogConfig {

  /** How large the log of one run may grow. */
  @WithDefault("64M")
  MemorySize quota();

  /** In how many pieces it may be sent. */
  @WithDefault("200000")
  long maxChunks();
}

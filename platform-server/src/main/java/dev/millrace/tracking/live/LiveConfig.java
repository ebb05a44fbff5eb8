package dev.millrace.tracking.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the events of runs. */
@ConfigMapping(prefix = "millrace.events")
interface LiveConfig {

  /** For how long changes are gathered before they are told: the most often a run can tick. */
  @WithDefault("250ms")
  Duration interval();

  /** How many events are kept for those who lost their stream and come back. */
  @WithDefault("4096")
  int keep();

  /** For how long after its last watcher left an experiment's events are still kept. */
  @WithDefault("60s")
  Duration linger();
}

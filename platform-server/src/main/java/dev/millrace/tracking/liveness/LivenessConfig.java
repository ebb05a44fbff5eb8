package dev.millrace.tracking.liveness;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of heartbeats. */
@ConfigMapping(prefix = "millrace.heartbeat")
interface LivenessConfig {

  /** How often a run beats that does not say how often. */
  @WithDefault("30s")
  Duration interval();

  /** After how many intervals of silence a run counts as stalled. */
  @WithDefault("3")
  int missed();

  /** How often it is looked for runs that fell silent. */
  @WithDefault("5s")
  Duration checkEvery();

  /** How long the heartbeats of a run are kept after it ended. */
  @WithDefault("1d")
  Duration keepEnded();
}

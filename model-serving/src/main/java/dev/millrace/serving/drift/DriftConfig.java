package dev.millrace.serving.drift;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of drift. */
@ConfigMapping(prefix = "millrace.serving.drift")
public interface DriftConfig {

  /** How often endpoints that alert are looked at. */
  @WithDefault("10m")
  Duration watchInterval();
}

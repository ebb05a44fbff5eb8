package dev.millrace.serving.quality;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the quality of versions. */
@ConfigMapping(prefix = "millrace.serving.quality")
public interface QualityConfig {

  /** How often the quality of versions is written to their tags, where more is known of it. */
  @WithDefault("1m")
  Duration recordInterval();
}

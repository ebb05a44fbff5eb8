package dev.millrace.registry.promotion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How promotions are worked on. */
@ConfigMapping(prefix = "millrace.promotions")
public interface PromotionsConfig {

  /**
   * How long a server may take for one gate before others hold it for dead and give the promotion
   * up.
   */
  @WithDefault("10m")
  Duration gateTimeout();

  /** How often promotions of dead servers, and those that nobody answered, are looked for. */
  @WithDefault("15s")
  Duration sweepInterval();
}

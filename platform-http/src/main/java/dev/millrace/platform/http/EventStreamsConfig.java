package dev.millrace.platform.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of the answers that go on: server-sent events. */
@ConfigMapping(prefix = "millrace.streams")
interface EventStreamsConfig {

  /** How many may be open at one replica; the next one is refused with 429. */
  @WithDefault("1000")
  int maxOpen();

  /** How often an idle stream is written to, so that nothing in between takes it for dead. */
  @WithDefault("15s")
  Duration keepAlive();
}

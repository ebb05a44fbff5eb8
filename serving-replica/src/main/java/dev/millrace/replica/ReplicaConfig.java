package dev.millrace.replica;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of a serving replica. */
@ConfigMapping(prefix = "millrace.replica")
public interface ReplicaConfig {

  /** The platform that is followed. */
  URI platformUrl();

  /** Folder for what the platform told last, and for the files of models. */
  @WithDefault("${millrace.data-dir:millrace-data}/replica")
  Path cacheDir();

  /** How much room files of models may take that nothing followed needs any more. */
  @WithDefault("10G")
  MemorySize cacheSize();

  /**
   * The slowest that a file of a model may come, in bytes a second. It may take five seconds, and
   * the time that it takes at this; what takes longer is given up, and tried again later.
   */
  @WithDefault("1M")
  MemorySize slowestDownload();

  /** How long the platform may wait before it answers that nothing has changed. */
  @WithDefault("10s")
  Duration pollWait();
}

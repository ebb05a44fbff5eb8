package dev.millrace.tracking.table;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of what is kept in memory for searches. */
@ConfigMapping(prefix = "millrace.search")
interface RunTableConfig {

  /**
   * Of how many runs values are kept, over all experiments: about 40 bytes a run, 8 for each key
   * that searches name, and 4 for each order. Experiments with more are searched in PostgreSQL; 0
   * keeps none. Where it is not set: as many as take a fifth of the heap at 100 bytes each.
   */
  OptionalInt keptRuns();

  /**
   * How much memory may be taken by the JSON of runs that searches answered with, over all
   * experiments; it is kept of runs whose values are kept. 0 keeps none, and leaves orders by start
   * to PostgreSQL.
   */
  @WithDefault("64M")
  MemorySize keptContent();

  /** How often notes of changes that nobody relies on any more are removed. */
  @WithDefault("1m")
  Duration forgetEvery();
}

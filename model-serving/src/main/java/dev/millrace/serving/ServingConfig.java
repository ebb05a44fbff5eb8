package dev.millrace.serving;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of model serving. */
@ConfigMapping(prefix = "millrace.serving")
public interface ServingConfig {

  /**
   * Folder for the files of loaded models. Several servers may share it: each works in a folder of
   * its own and removes what stopped ones left.
   */
  @WithDefault("${millrace.data-dir:millrace-data}/serving")
  Path workDir();

  /** Folder that native libraries are unpacked into once. */
  @WithDefault("${millrace.data-dir:millrace-data}/native")
  Path nativeDir();

  /** How often aliases are looked up beside being notified of their moves. */
  @WithDefault("10s")
  Duration reconcileInterval();

  /** How many models may be brought up at the same time. */
  @WithDefault("2")
  int concurrentSwaps();

  /** How many requests an endpoint answers at the same time; others wait for their turn. */
  @WithDefault("32")
  int maxConcurrentRequests();

  /** How many requests of an endpoint may wait for their turn; more are answered with 429. */
  @WithDefault("100")
  int maxWaitingRequests();

  /** How long a request may wait for its turn, before it is answered with 429. */
  @WithDefault("1s")
  Duration maxWait();

  /**
   * Whether the version that answered before stays in memory beside the live one, so that a
   * rollback to it takes no time. It is given back before another version is brought up. An
   * endpoint may have it otherwise, by its options.
   */
  @WithDefault("true")
  boolean keepPrevious();

  /**
   * How much memory models may take, all that are loaded together, by the size of their files: live
   * versions, candidates beside them, and those that drain or stand by. A version that does not fit
   * is refused before it is fetched; without a budget none is.
   */
  Optional<MemorySize> memoryBudget();

  /**
   * Whether requests may be tables in Parquet, as those to MLflow's scoring server may. Reading one
   * that is made for it can take all of the memory for a moment: for callers who can be trusted.
   */
  @WithDefault("false")
  boolean parquetBodies();

  /**
   * What serving replicas must show to follow this platform, and what a replica shows to its own: a
   * long random text. Where the platform has none, it lets every replica follow it.
   */
  Optional<String> replicaToken();

  /** What this server is called among those that serve; by default its host and process. */
  Optional<String> replicaName();

  /** Where this server says that it can be asked; by default the address it listens on. */
  Optional<String> replicaAddress();

  /** Of a serving replica: the endpoints that it serves; all where none is named. */
  Optional<List<String>> endpoints();

  /**
   * The endpoint that answers at {@code /invocations} and {@code /ping}, as a container of
   * SageMaker does; without it both are 404.
   */
  Optional<String> defaultEndpoint();

  /**
   * How many versions may be in memory that are scored without an endpoint, each until it is idle;
   * those that an endpoint has loaded are not counted.
   */
  @WithDefault("1")
  int batchModels();

  /** How long such a version stays in memory after it was asked last. */
  @WithDefault("60s")
  Duration batchIdle();

  /** How many requests without an endpoint are answered at the same time; more get 429. */
  @WithDefault("4")
  int batchRequests();

  /** How often the numbers of running canaries are written down, and canaries judged by them. */
  @WithDefault("1s")
  Duration canaryInterval();

  /** How often the numbers of requests are written down. */
  @WithDefault("10s")
  Duration trafficInterval();
}

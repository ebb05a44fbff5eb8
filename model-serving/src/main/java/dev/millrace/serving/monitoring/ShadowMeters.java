package dev.millrace.serving.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of the requests that are mirrored to one variant of an endpoint. */
public final class ShadowMeters implements AutoCloseable {

  private final MeterRegistry registry;
  private final Counter same;
  private final Counter different;
  private final Counter failed;
  private final Counter dropped;

  public ShadowMeters(MeterRegistry registry, String endpoint, String variant) {
    this.registry = registry;
    this.same = counter(registry, endpoint, variant, "same");
    this.different = counter(registry, endpoint, variant, "different");
    this.failed = counter(registry, endpoint, variant, "failed");
    this.dropped = counter(registry, endpoint, variant, "dropped");
  }

  private static Counter counter(
      MeterRegistry registry, String endpoint, String variant, String outcome) {
    return Counter.builder("millrace.serving.shadow")
        .description("Requests that were mirrored to a variant, by what became of them")
        .tag("endpoint", endpoint)
        .tag("variant", variant)
        .tag("outcome", outcome)
        .register(registry);
  }

  /** The variant answered as the caller was answered. */
  public void same() {
    same.increment();
  }

  /** The variant answered otherwise. */
  public void different() {
    different.increment();
  }

  /** The variant answered with an error. */
  public void failed() {
    failed.increment();
  }

  /** The variant was not asked. */
  public void dropped() {
    dropped.increment();
  }

  @Override
  public void close() {
    registry.remove(same);
    registry.remove(different);
    registry.remove(failed);
    registry.remove(dropped);
  }
}

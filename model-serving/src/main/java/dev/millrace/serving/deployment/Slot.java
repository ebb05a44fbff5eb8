package dev.millrace.serving.deployment;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The place behind an endpoint where the live deployment is. */
final class Slot {

  private final AtomicReference<@Nullable Deployment> live = new AtomicReference<>();

  /** The live deployment, held for the caller, who lets go of it; null while there is none. */
  @Nullable Deployment hold() {
    while (true) {
      Deployment deployment = live.get();
      if (deployment == null) {
        return null;
      }
      if (deployment.tryHold()) {
        return deployment;
      }
      // It was replaced and freed between the two steps: take the one that replaced it.
      Thread.onSpinWait();
    }
  }

  @Nullable Deployment live() {
    return live.get();
  }

  /** Puts another in its place in one step. The caller lets go of the one that was there. */
  @Nullable Deployment replace(@Nullable Deployment next) {
    return live.getAndSet(next);
  }
}

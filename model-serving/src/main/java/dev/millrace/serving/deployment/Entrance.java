package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.monitoring.EndpointMeters;
import java.util.List;
import java.util.function.Function;

/** Where requests come in to an endpoint: by whom it lets in, and in their turn. */
final class Entrance {

  private final String endpoint;
  private final EndpointMeters meters;
  private final Turns turns;
  private final Admission admission;

  Entrance(String endpoint, EndpointMeters meters, ServingConfig config) {
    this.endpoint = endpoint;
    this.meters = meters;
    this.turns = new Turns(config);
    meters.waiting(turns::waiting);
    this.admission = new Admission(endpoint, meters);
  }

  /** Those who are in stay, whatever is changed. */
  void update(EndpointOptions options, List<KeySpec> keys) {
    turns.update(options);
    admission.update(Boolean.TRUE.equals(options.requiresKey()), keys);
  }

  /**
   * Lets a request in, which has to {@link #leave}.
   *
   * @param hold finds who answers it
   * @throws MlflowException as {@link Admission#admit} and {@code hold}; REQUEST_LIMIT_EXCEEDED
   *     where too many requests have come, DEADLINE_EXCEEDED where it waited for its turn for too
   *     long
   * @throws TakesTimeException where it is to be answered at once and cannot be
   */
  Lease enter(Asked asked, Function<Asked, Lease> hold) {
    if (!asked.atOnce()) {
      admission.admit(asked.terms().secret());
    }
    long waited = takeTurn(asked);
    Lease lease = null;
    try {
      lease = asked.atOnce() ? holdAtOnce(asked, hold) : hold.apply(asked);
      return lease.after(waited);
    } finally {
      if (lease == null) {
        turns.giveBack();
      }
    }
  }

  /** Returns how long it took, in nanoseconds. */
  private long takeTurn(Asked asked) {
    if (asked.atOnce()) {
      if (!turns.takeAtOnce()) {
        throw TakesTimeException.INSTANCE;
      }
      return 0;
    }
    long start = System.nanoTime();
    boolean taken = turns.take(asked.nanosLeft());
    if (asked.nanosLeft() <= 0) {
      if (taken) {
        turns.giveBack();
      }
      meters.late();
      throw RequestThreads.late();
    }
    if (!taken) {
      meters.busy();
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED,
          "Endpoint '%s' answers as many requests as it may; ask again.".formatted(endpoint));
    }
    return System.nanoTime() - start;
  }

  /**
   * Whether it may come in is asked last: one that takes time comes once more, and is asked then.
   */
  private Lease holdAtOnce(Asked asked, Function<Asked, Lease> hold) {
    Lease held = hold.apply(asked);
    boolean stays = false;
    try {
      if (!held.deployment().answersAtOnce()) {
        throw TakesTimeException.INSTANCE;
      }
      admission.admit(asked.terms().secret());
      stays = true;
      return held;
    } finally {
      if (!stays) {
        held.deployment().letGo();
      }
    }
  }

  /** A request that was let in is answered. */
  void leave() {
    turns.giveBack();
  }
}

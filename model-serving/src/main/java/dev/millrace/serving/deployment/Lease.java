package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.canary.Tally;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request's hold on the deployment that answers it, whatever is swapped in meanwhile. */
public final class Lease implements AutoCloseable {

  private final Deployment deployment;
  private final LiveEndpoint endpoint;
  private final LiveVariant variant;
  private final @Nullable Tally tally;
  private final long startNanos = System.nanoTime();

  /**
   * @param tally counts what the variant does; null where nobody compares it
   */
  Lease(Deployment deployment, LiveEndpoint endpoint, LiveVariant variant, @Nullable Tally tally) {
    this.deployment = deployment;
    this.endpoint = endpoint;
    this.variant = variant;
    this.tally = tally;
  }

  /** What answers. */
  public Deployment deployment() {
    return deployment;
  }

  /** The registered version that answers. */
  public int version() {
    return deployment.version().version();
  }

  /** The name of the variant that answers. */
  public String variant() {
    return variant.name();
  }

  /** What is less sure than this is withheld, from 0 to 1; null where nothing is. */
  public @Nullable Double withholdBelow() {
    return endpoint.spec().options().withholdBelow();
  }

  /** Every version that can be asked behind the endpoint. */
  public Stream<Integer> loaded() {
    return endpoint.loaded();
  }

  /**
   * Tells those who compare what was predicted.
   *
   * @param again asks another version the same
   * @param bytes of the request
   */
  public void predicted(Object predictions, Function<Deployment, Object> again, int bytes) {
    if (tally != null) {
      tally.predicted(predictions);
    }
    if (endpoint.isMirrored()) {
      endpoint.predicted(variant, new Mirror.Answered(version(), predictions, again, bytes));
    }
  }

  /** Has the deployment answer, and notes how long that took and what came of it. */
  <T> T answer(Function<Lease, T> request) {
    String error = ErrorCode.INTERNAL_ERROR.name();
    try {
      T answer = request.apply(this);
      error = null;
      return answer;
    } catch (MlflowException e) {
      error = e.code().name();
      throw e;
    } finally {
      long nanos = System.nanoTime() - startNanos;
      if (tally != null) {
        tally.answered(nanos, error);
      }
      endpoint.answered(deployment, nanos, error);
    }
  }

  @Override
  public void close() {
    endpoint.release(deployment);
  }
}

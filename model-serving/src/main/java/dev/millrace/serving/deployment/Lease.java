package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.canary.Tally;
import dev.millrace.serving.monitoring.ServedStats;
import dev.millrace.serving.monitoring.Stages;
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
  private long waitedNanos;
  private long readNanos;
  private long scoredNanos;
  private int rows = 1;

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

  /** It waited so long for its turn. */
  Lease after(long nanos) {
    waitedNanos = nanos;
    return this;
  }

  /**
   * Has the deployment score the request, which was read, as {@link Deployment#score}; what it took
   * is noted.
   */
  public Object score(ModelInput input, ObjectNode params, boolean mayRepeat) {
    readNanos = System.nanoTime() - startNanos;
    Object predictions = deployment.score(input, params, mayRepeat);
    scoredNanos = System.nanoTime() - startNanos - readNanos;
    rows = Math.max(1, input.rows());
    return predictions;
  }

  /** What was counted of the requests to a version behind the endpoint. */
  public ServedStats served(int version) {
    return endpoint.meters().served(version);
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
      if (error == null) {
        long wroteNanos = nanos - readNanos - scoredNanos;
        endpoint.succeeded(
            deployment, nanos, new Stages(waitedNanos, readNanos, scoredNanos, wroteNanos, rows));
      } else {
        endpoint.failed(deployment, waitedNanos, nanos, error);
      }
    }
  }

  @Override
  public void close() {
    endpoint.release(deployment);
  }
}

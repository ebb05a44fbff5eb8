package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.util.function.Function;

/** A request's hold on the deployment that answers it, whatever is swapped in meanwhile. */
final class Lease implements AutoCloseable {

  private final Deployment deployment;
  private final LiveEndpoint endpoint;
  private final long startNanos = System.nanoTime();

  Lease(Deployment deployment, LiveEndpoint endpoint) {
    this.deployment = deployment;
    this.endpoint = endpoint;
  }

  /** Has the deployment answer, and notes how long that took and what came of it. */
  <T> T answer(Function<Deployment, T> request) {
    String error = ErrorCode.INTERNAL_ERROR.name();
    try {
      T answer = request.apply(deployment);
      error = null;
      return answer;
    } catch (MlflowException e) {
      error = e.code().name();
      throw e;
    } finally {
      endpoint.answered(deployment, System.nanoTime() - startNanos, error);
    }
  }

  @Override
  public void close() {
    endpoint.release(deployment);
  }
}

package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.TimeoutHeader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Where requests are answered: on the thread that read them where that takes less than the way to
 * another one, otherwise on a worker. The thread that reads is shared by many connections and must
 * not wait.
 */
public final class RequestThreads {

  /** Longer bodies take their time to be read, whatever the model does with them. */
  private static final int SHORT_BODY_BYTES = 16 * 1024;

  private RequestThreads() {}

  /**
   * The answer to a request.
   *
   * @param bytes of its body
   * @param answer by {@link Deployments#answer}; it may be called twice, and does nothing the first
   *     time then
   */
  public static <T> Uni<T> answer(int bytes, Asked asked, Function<Asked, T> answer) {
    if (bytes <= SHORT_BODY_BYTES) {
      try {
        return Uni.createFrom().item(answer.apply(asked.atOnce(true)));
      } catch (TakesTimeException e) {
        // On a worker, then.
      }
    }
    CompletableFuture<T> answered =
        CompletableFuture.supplyAsync(
            () -> answer.apply(asked), Infrastructure.getDefaultWorkerPool());
    if (!asked.hasDeadline()) {
      return Uni.createFrom().completionStage(answered);
    }
    // Counted from here on, not from when a worker is free.
    answered.orTimeout(Math.max(0, asked.nanosLeft()), TimeUnit.NANOSECONDS);
    return Uni.createFrom()
        .completionStage(answered)
        .onFailure(TimeoutException.class)
        .transform(e -> late());
  }

  /** The caller has stopped waiting. */
  static MlflowException late() {
    return new MlflowException(
        ErrorCode.DEADLINE_EXCEEDED,
        "The request was not answered within the time of its header " + TimeoutHeader.NAME + ".");
  }
}

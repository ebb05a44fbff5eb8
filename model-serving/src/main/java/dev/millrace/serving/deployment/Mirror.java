package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.Comparison;
import dev.millrace.core.serving.ShadowReport.Difference;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.core.validation.ShortText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Asks shadows what callers asked, after these were answered, and compares. Whoever answers a
 * caller never waits for it: what is too much to keep is dropped, and counted.
 */
@ApplicationScoped
class Mirror {

  private static final Logger LOG = Logger.getLogger(Mirror.class);
  private static final int MOST_WAITING = 256;
  private static final long MOST_BYTES_WAITING = 32L << 20;

  private final AtomicLong bytesWaiting = new AtomicLong();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          DaemonThreads.named("serving-mirror"));

  /**
   * A request that was answered.
   *
   * @param version that answered it
   * @param predictions that the caller was given
   * @param again asks another version the same
   * @param bytes of the request
   */
  record Answered(int version, Object predictions, Function<Deployment, Object> again, int bytes) {}

  /** Asks the shadow the same, in its own time. */
  void offer(LiveVariant shadow, ShadowLog log, double tolerance, Answered answered) {
    if (bytesWaiting.addAndGet(answered.bytes()) > MOST_BYTES_WAITING) {
      bytesWaiting.addAndGet(-answered.bytes());
      log.dropped();
      return;
    }
    try {
      executor.execute(
          () -> {
            try {
              ask(shadow, log, tolerance, answered);
            } finally {
              bytesWaiting.addAndGet(-answered.bytes());
            }
          });
    } catch (RejectedExecutionException e) {
      bytesWaiting.addAndGet(-answered.bytes());
      log.dropped();
    }
  }

  private static void ask(LiveVariant shadow, ShadowLog log, double tolerance, Answered answered) {
    Deployment held = shadow.hold();
    if (held == null) {
      log.dropped();
      return;
    }
    try {
      Object predictions = answered.again().apply(held);
      Comparison comparison = new Comparison(tolerance);
      comparison.compare(json(answered.predictions()), json(predictions), "");
      comparison
          .fault()
          .ifPresentOrElse(fault -> log.different(difference(answered, held, fault)), log::same);
    } catch (MlflowException e) {
      log.failed(difference(answered, held, e.text()));
    } catch (RuntimeException | LinkageError e) {
      LOG.warnf(e, "version %d failed a mirrored request", held.version().version());
      log.failed(difference(answered, held, "The model failed; the server's log has the cause."));
    } finally {
      held.letGo();
    }
  }

  private static Difference difference(Answered answered, Deployment shadow, String text) {
    return new Difference(
        System.currentTimeMillis(),
        Integer.toString(answered.version()),
        Integer.toString(shadow.version().version()),
        ShortText.of(text));
  }

  private static JsonNode json(Object predictions) {
    return MlflowJson.mapper().valueToTree(predictions);
  }

  void close() {
    executor.shutdownNow();
  }
}

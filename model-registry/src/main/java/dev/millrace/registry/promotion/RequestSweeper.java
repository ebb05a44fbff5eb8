package dev.millrace.registry.promotion;

import dev.millrace.core.registry.PromotionState;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.registry.alias.AliasStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends requests that nobody works on any more: those of a server that died, and those that people
 * and checks did not answer in time. Any number of servers may do so side by side.
 */
@Singleton
class RequestSweeper {

  private static final Logger LOG = Logger.getLogger(RequestSweeper.class);

  private final RequestStore requests;
  private final AliasStore aliases;
  private final Ending ending;
  private final PromotionRunner runner;
  private final PromotionsConfig config;
  private final ScheduledExecutorService executor = DaemonThreads.executor("promotion-sweeper");

  RequestSweeper(
      RequestStore requests,
      AliasStore aliases,
      Ending ending,
      PromotionRunner runner,
      PromotionsConfig config) {
    this.requests = requests;
    this.aliases = aliases;
    this.ending = ending;
    this.runner = runner;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long millis = config.sweepInterval().toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::sweepAndLog, millis, millis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  private void sweepAndLog() {
    try {
      sweep();
    } catch (RuntimeException e) {
      LOG.warnf("open promotions could not be looked at: %s", e.toString());
    }
  }

  /** Ends what is due; how many. */
  int sweep() {
    List<Long> due =
        QuarkusTransaction.requiringNew().call(() -> requests.due(System.currentTimeMillis()));
    int ended = 0;
    for (long id : due) {
      ended += QuarkusTransaction.requiringNew().call(() -> end(id)) ? 1 : 0;
    }
    return ended;
  }

  private boolean end(long id) {
    OpenRequest request = requests.find(id).orElseThrow();
    // A model that is deleted has nothing to lock.
    aliases.lockModelOf(request.modelId());
    Optional<RequestStore.Evaluation> work = requests.findEvaluation(id);
    long now = System.currentTimeMillis();
    if (work.isEmpty()) {
      return false;
    }
    Long busyUntil = work.get().busyUntilMillis();
    boolean died = busyUntil != null && busyUntil < now;
    if (!died && work.get().expiresAtMillis() >= now) {
      return false;
    }
    ending.end(
        request,
        runner.snapshot(request),
        died ? PromotionState.ABORTED : PromotionState.EXPIRED,
        died
            ? "The server that asked the gates stopped before it was done; the alias did not move."
            : "Nobody answered in time.",
        work.get().gates());
    LOG.infof("promotion request %d of %s ended unanswered", id, request.modelName());
    return true;
  }
}

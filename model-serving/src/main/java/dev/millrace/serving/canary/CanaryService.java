package dev.millrace.serving.canary;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.serving.canary.CanaryCountStore.Counted;
import dev.millrace.serving.canary.SettledStore.Settled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides which versions endpoints with a canary plan answer with. The decision is the database's,
 * so that all servers come to the same one: which version an endpoint is settled on, and which
 * canary is running.
 */
@ApplicationScoped
public class CanaryService implements CanaryDecisions {

  /** PostgreSQL channel that is notified when a canary began, came to a step or ended. */
  public static final String CHANNEL = "millrace_canary";

  private final CanaryStore canaries;
  private final CanaryCountStore counts;
  private final SettledStore settled;

  CanaryService(CanaryStore canaries, CanaryCountStore counts, SettledStore settled) {
    this.canaries = canaries;
    this.counts = counts;
    this.settled = settled;
  }

  @Override
  @Transactional
  public CanaryDecision decide(long endpointId, int wanted, CanaryPlan plan) {
    Settled standing = settled.find(endpointId).orElse(new Settled(wanted, null));
    Optional<StoredCanary> running = canaries.findRunning(endpointId);
    if (isCalm(standing, running, wanted)) {
      return decision(endpointId, standing, running);
    }
    // Something is to be written: once more, with nobody else at it.
    Optional<Settled> locked = settled.lock(endpointId);
    if (locked.isEmpty()) {
      return new CanaryDecision(wanted, null, null);
    }
    standing = locked.get();
    running = canaries.findRunning(endpointId);
    if (!isCalm(standing, running, wanted)) {
      running.ifPresent(
          canary ->
              end(canary, Canary.State.CANCELLED, "Version " + wanted + " is followed instead."));
      Integer from = standing.version();
      standing = new Settled(from == null ? Integer.valueOf(wanted) : from, null);
      settled.put(endpointId, standing);
      if (from != null && from != wanted) {
        canaries.insert(endpointId, from, wanted, plan);
      }
      settled.notifyServers();
      running = canaries.findRunning(endpointId);
    }
    return decision(endpointId, standing, running);
  }

  /** Whether all is as it should be for what is followed. */
  private static boolean isCalm(Settled standing, Optional<StoredCanary> running, int wanted) {
    if (running.isPresent()) {
      return running.get().toVersion() == wanted;
    }
    Integer version = standing.version();
    Integer refused = standing.refused();
    return version != null && (refused == null ? version == wanted : refused == wanted);
  }

  private CanaryDecision decision(
      long endpointId, Settled standing, Optional<StoredCanary> running) {
    Integer version = standing.version();
    if (running.isPresent()) {
      StoredCanary canary = running.get();
      return new CanaryDecision(
          canary.fromVersion(),
          new CanaryDecision.Running(
              canary.id(), canary.toVersion(), canary.step(), canary.share() / 100),
          null);
    }
    return new CanaryDecision(
        version == null ? 0 : version,
        null,
        standing.refused() == null ? null : refused(endpointId));
  }

  private CanaryDecision.@Nullable Refused refused(long endpointId) {
    return canaries
        .findNewest(endpointId)
        .filter(canary -> canary.state() == Canary.State.ROLLED_BACK)
        .map(
            canary ->
                new CanaryDecision.Refused(
                    canary.toVersion(),
                    "The canary was rolled back. " + canary.reason(),
                    canary.endedAtMillis() == null ? 0 : canary.endedAtMillis()))
        .orElse(null);
  }

  /** Takes in what a server counted of a step so far. */
  @Transactional
  public void report(UUID server, CanaryCounts counted) {
    counts.putCounts(
        counted.canaryId(), server, new Counted(counted.step(), true, counted.to().totals()));
    counts.putCounts(
        counted.canaryId(), server, new Counted(counted.step(), false, counted.from().totals()));
  }

  /** Judges every running canary that no other server is judging now. */
  public void judge() {
    canaries.endpointsWithRunning().forEach(this::judge);
  }

  @Transactional
  void judge(long endpointId) {
    if (settled.tryLock(endpointId).isPresent()) {
      canaries.findRunning(endpointId).ifPresent(this::judge);
    }
  }

  private void judge(StoredCanary canary) {
    Judge judge = new Judge(canary.plan());
    List<Counted> counted = counts.findCounts(canary.id());
    Totals to = CanaryNumbers.of(counted, canary.step(), true);
    if (!judge.isEnough(to)) {
      return;
    }
    String fault = judge.fault(to, CanaryNumbers.baseline(counted, canary));
    if (fault != null) {
      rollBack(canary, fault);
    } else if (canary.stepAgeMillis() >= bakeMillis(canary.plan())) {
      stepUp(canary);
    }
  }

  private static long bakeMillis(CanaryPlan plan) {
    return plan.bakeSeconds() == null ? 0 : plan.bakeSeconds() * 1_000L;
  }

  private void stepUp(StoredCanary canary) {
    if (canary.isLastStep()) {
      end(canary, Canary.State.DONE, "");
      settled.put(canary.endpointId(), new Settled(canary.toVersion(), null));
    } else {
      canaries.step(canary.id(), steps(canary));
    }
    settled.notifyServers();
  }

  private void rollBack(StoredCanary canary, String reason) {
    end(canary, Canary.State.ROLLED_BACK, reason);
    settled.put(canary.endpointId(), new Settled(canary.fromVersion(), canary.toVersion()));
    settled.notifyServers();
  }

  private void end(StoredCanary canary, Canary.State state, String reason) {
    canaries.end(canary.id(), state, reason, steps(canary));
  }

  /** The steps so far, with the current one as it is now. */
  private List<Canary.Step> steps(StoredCanary canary) {
    List<Canary.Step> steps = new ArrayList<>(canary.steps());
    steps.add(
        CanaryNumbers.step(
            canary,
            counts.findCounts(canary.id()),
            canary.stepStartedAtMillis() + canary.stepAgeMillis()));
    return steps;
  }

  @Override
  @Transactional
  public void giveUp(long endpointId, long canaryId, String reason) {
    settled.lock(endpointId);
    canaries
        .findRunning(endpointId)
        .filter(canary -> canary.id() == canaryId)
        .ifPresent(canary -> rollBack(canary, reason));
  }

  /**
   * Ends the running canary by hand.
   *
   * @param state DONE for the new version, ROLLED_BACK for the previous one
   * @throws MlflowException RESOURCE_CONFLICT where none is running
   */
  @Transactional
  public void end(long endpointId, Canary.State state, String reason) {
    settled.lock(endpointId);
    StoredCanary canary =
        canaries
            .findRunning(endpointId)
            .orElseThrow(
                () ->
                    new MlflowException(
                        ErrorCode.RESOURCE_CONFLICT, "No canary is running behind the endpoint."));
    if (state == Canary.State.ROLLED_BACK) {
      rollBack(canary, reason);
      return;
    }
    end(canary, Canary.State.DONE, reason);
    settled.put(endpointId, new Settled(canary.toVersion(), null));
    settled.notifyServers();
  }

  /** Forgets where an endpoint stands: it has no plan any more, or its first. */
  @Transactional
  public void forget(long endpointId) {
    settled.lock(endpointId);
    canaries
        .findRunning(endpointId)
        .ifPresent(
            canary -> end(canary, Canary.State.CANCELLED, "The canary plan was taken away."));
    settled.put(endpointId, new Settled(null, null));
  }

  /** The canaries of an endpoint, newest first; of a running one the numbers are of now. */
  @Transactional
  public List<Canary> list(long endpointId) {
    return canaries.list(endpointId).stream().map(this::shown).toList();
  }

  /** The newest canary of an endpoint, as {@link #list} shows it; null where it never had one. */
  @Transactional
  public @Nullable Canary newest(long endpointId) {
    return canaries.findNewest(endpointId).map(this::shown).orElse(null);
  }

  private Canary shown(StoredCanary canary) {
    List<Canary.Step> steps = new ArrayList<>(canary.steps());
    if (canary.isRunning()) {
      steps.add(CanaryNumbers.step(canary, counts.findCounts(canary.id()), null));
    }
    return new Canary(
        canary.id(),
        Integer.toString(canary.fromVersion()),
        Integer.toString(canary.toVersion()),
        canary.state(),
        canary.share(),
        canary.reason(),
        canary.startedAtMillis(),
        canary.endedAtMillis(),
        canary.plan(),
        steps);
  }
}

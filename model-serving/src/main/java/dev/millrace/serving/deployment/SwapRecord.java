package dev.millrace.serving.deployment;

import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Swap;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The history of one swap while it happens. No swap waits for it to be written: a {@link SwapPen}
 * writes how far it has come by then, each step with all before it, so that what a database that
 * was away missed is there with the next step.
 */
final class SwapRecord implements BringUpLog {

  private static final Logger LOG = Logger.getLogger(SwapRecord.class);

  private final SwapPen pen;
  private final EndpointSpec endpoint;
  private final @Nullable String variant;
  private final @Nullable String fromVersion;
  private final ServableVersion candidate;
  private final @Nullable Integer outgoing;
  private final boolean replaces;

  // Guarded by this.
  private final List<Swap.Transition> transitions = new ArrayList<>();
  private @Nullable String reason;
  private boolean waitsForPen;

  // The pen's alone.
  private long swapId;
  private boolean swapTold;

  /**
   * @param variant null for the primary
   * @param outgoing that answers callers so far; null where none does
   */
  SwapRecord(
      SwapPen pen,
      EndpointSpec endpoint,
      @Nullable String variant,
      @Nullable ServableVersion from,
      ServableVersion candidate,
      @Nullable Integer outgoing) {
    this.pen = pen;
    this.endpoint = endpoint;
    this.variant = variant;
    this.replaces = from != null;
    this.fromVersion = from == null ? null : Integer.toString(from.version());
    this.candidate = candidate;
    this.outgoing = outgoing;
    reach(DeploymentState.STARTED);
  }

  @Override
  public synchronized void reach(DeploymentState state) {
    transitions.add(new Swap.Transition(state, System.currentTimeMillis()));
    if (!waitsForPen) {
      waitsForPen = true;
      pen.write(this::write);
    }
  }

  synchronized void fail(String failureReason) {
    reason = failureReason;
    reach(DeploymentState.FAILED);
  }

  synchronized Swap.Transition last() {
    return transitions.get(transitions.size() - 1);
  }

  @Override
  public ServableVersion candidate() {
    return candidate;
  }

  @Override
  public @Nullable Integer outgoing() {
    return outgoing;
  }

  synchronized @Nullable String reason() {
    return reason;
  }

  private synchronized Swap toWrite() {
    waitsForPen = false;
    DeploymentState state = last().state();
    boolean over =
        state == DeploymentState.FREED
            || state == DeploymentState.STANDBY
            || state == DeploymentState.FAILED
            || (state == DeploymentState.SWAPPED && !replaces);
    return new Swap(
        swapId,
        fromVersion,
        Integer.toString(candidate.version()),
        variant,
        state,
        reason,
        transitions.get(0).at(),
        over ? last().at() : null,
        List.copyOf(transitions));
  }

  private void write(SwapHistory history) {
    Swap swap = toWrite();
    try {
      boolean isNew = swapId == 0;
      if (isNew) {
        swapId = history.begin(endpoint, swap);
        // What it has come to meanwhile is written with it.
        swap = toWrite();
      }
      if (swapId == 0) {
        // The endpoint is gone.
        return;
      }
      boolean tell = !swapTold && hasSwapped(swap);
      if (!isNew || tell) {
        history.write(endpoint, swap, tell);
        swapTold |= tell;
      }
    } catch (RuntimeException e) {
      LOG.warnf("swap history of endpoint %s was not written: %s", endpoint.name(), e);
    }
  }

  private static boolean hasSwapped(Swap swap) {
    return swap.transitions().stream().anyMatch(t -> t.state() == DeploymentState.SWAPPED);
  }
}

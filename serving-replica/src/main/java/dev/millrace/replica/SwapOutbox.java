package dev.millrace.replica;

import dev.millrace.core.serving.Swap;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServerId;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.SwapHistory;
import dev.millrace.serving.feed.SwapsReport;
import dev.millrace.serving.feed.SwapsReport.NumberedSwap;
import dev.millrace.serving.feed.SwapsReport.Refusal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells the platform how far swaps have come. No swap waits for it: of each what came last is kept
 * until the platform has it, and of too many the oldest are forgotten.
 */
@Singleton
class SwapOutbox implements SwapHistory {

  private static final Logger LOG = Logger.getLogger(SwapOutbox.class);
  private static final int MOST_KEPT = 1_000;
  private static final int MOST_AT_ONCE = 50;
  private static final long INTERVAL_MILLIS = 200;

  private final PlatformClient platform;
  private final UUID self;
  private final ScheduledExecutorService executor = DaemonThreads.executor("replica-swaps");

  // Guarded by this.
  private final Map<Long, NumberedSwap> swaps = new LinkedHashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private long last;

  SwapOutbox(PlatformClient platform, ServerId self) {
    this.platform = platform;
    this.self = self.value();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::send, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.execute(this::send);
    executor.shutdown();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  @Override
  public synchronized long begin(EndpointSpec endpoint, Swap swap) {
    put(++last, endpoint, swap, false);
    return last;
  }

  @Override
  public synchronized void write(EndpointSpec endpoint, Swap swap, boolean swapped) {
    NumberedSwap before = swaps.get(swap.swapId());
    put(swap.swapId(), endpoint, swap, swapped || (before != null && before.swapped()));
  }

  private void put(long number, EndpointSpec endpoint, Swap swap, boolean swapped) {
    swaps.put(number, new NumberedSwap(number, endpoint.endpointId(), swapped, swap));
    if (swaps.size() > MOST_KEPT) {
      swaps.remove(swaps.keySet().iterator().next());
    }
  }

  /** A version of a canary cannot be brought up here, and never will. */
  synchronized void refuse(long endpointId, long canaryId, String reason) {
    if (refusals.size() < MOST_KEPT) {
      refusals.add(new Refusal(endpointId, canaryId, reason));
    }
  }

  /** Tells what waits, as far as it is told together. */
  void send() {
    SwapsReport report;
    synchronized (this) {
      report =
          new SwapsReport(
              swaps.values().stream().limit(MOST_AT_ONCE).toList(),
              refusals.stream().limit(MOST_AT_ONCE).toList());
    }
    if (report.swaps().isEmpty() && report.refusals().isEmpty()) {
      return;
    }
    try {
      tell(report);
      told(report);
    } catch (PlatformException e) {
      LOG.debugf("swaps are told the next time: %s", e);
    }
  }

  /** One that the platform never takes is left out, and none of the others. */
  private void tell(SwapsReport report) {
    try {
      platform.tell("PUT", self, "/swaps", report);
    } catch (PlatformException e) {
      if (e.mayPass()) {
        throw e;
      }
      if (report.swaps().size() + report.refusals().size() == 1) {
        LOG.warnf("the platform does not take the history of a swap: %s", e);
        return;
      }
      report.swaps().forEach(each -> tell(new SwapsReport(List.of(each), List.of())));
      report.refusals().forEach(each -> tell(new SwapsReport(List.of(), List.of(each))));
    }
  }

  /** What came meanwhile is told the next time. */
  private synchronized void told(SwapsReport report) {
    report.swaps().forEach(swap -> swaps.remove(swap.number(), swap));
    refusals.removeAll(report.refusals());
  }
}

package dev.millrace.tracking.change;

import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes which runs changed, for those who watch. Writers call it in one line; it asks nothing of
 * the database. What is noted inside a transaction counts once that is committed, and not at all
 * where it is rolled back; what is noted outside of one counts at once.
 *
 * <p>Changes of one run are gathered until they are drained: a thousand batches of metrics between
 * two drains are one change. After more than {@link #MOST_RUNS} changed runs the rest is not noted
 * by name; {@link Drained#overflowed()} tells.
 */
@Singleton
public final class RunChanges {

  /** Most runs that are noted between two drains. */
  static final int MOST_RUNS = 20_000;

  private final TransactionSynchronizationRegistry transactions;
  private final ConcurrentHashMap<String, Integer> pending = new ConcurrentHashMap<>();
  private volatile boolean overflowed;

  RunChanges(TransactionSynchronizationRegistry transactions) {
    this.transactions = transactions;
  }

  /**
   * What was noted since the last drain.
   *
   * @param overflowed whether more runs changed than are named
   */
  public record Drained(Map<String, Set<RunChange>> runs, boolean overflowed) {

    public boolean isEmpty() {
      return runs.isEmpty() && !overflowed;
    }
  }

  public void runCreated(String runId) {
    note(runId, RunChange.CREATED.bit());
  }

  public void runUpdated(String runId) {
    note(runId, RunChange.UPDATED.bit());
  }

  public void runDeleted(String runId) {
    note(runId, RunChange.DELETED.bit());
  }

  public void runRestored(String runId) {
    note(runId, RunChange.RESTORED.bit());
  }

  public void metricsLogged(String runId) {
    note(runId, RunChange.METRICS.bit());
  }

  /** A batch was logged: metrics, or parameters and tags, or both, or nothing. */
  public void logged(String runId, boolean metrics, boolean paramsOrTags) {
    note(
        runId,
        (metrics ? RunChange.METRICS.bit() : 0) | (paramsOrTags ? RunChange.UPDATED.bit() : 0));
  }

  public void logAppended(String runId) {
    note(runId, RunChange.LOG.bit());
  }

  public void runStalled(String runId) {
    note(runId, RunChange.STALLED.bit());
  }

  public void runRecovered(String runId) {
    note(runId, RunChange.RECOVERED.bit());
  }

  /** Takes what was noted. One caller at a time. */
  public Drained drain() {
    boolean tooMany = overflowed;
    overflowed = false;
    Map<String, Set<RunChange>> runs = new HashMap<>();
    for (String runId : pending.keySet()) {
      Integer bits = pending.remove(runId);
      if (bits != null) {
        runs.put(runId, changesOf(bits));
      }
    }
    return new Drained(runs, tooMany);
  }

  private void note(String runId, int bits) {
    if (bits == 0) {
      return;
    }
    if (transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
      add(runId, bits);
    } else {
      transactions.registerInterposedSynchronization(new AfterCommit(runId, bits));
    }
  }

  private void add(String runId, int bits) {
    Integer known = pending.get(runId);
    if (known != null && (known & bits) == bits) {
      // Whoever drains it does so after this, and then reads what was committed before it.
      return;
    }
    if (known == null && pending.mappingCount() >= MOST_RUNS) {
      overflowed = true;
      return;
    }
    pending.merge(runId, bits, (a, b) -> a | b);
  }

  private static Set<RunChange> changesOf(int bits) {
    Set<RunChange> changes = EnumSet.noneOf(RunChange.class);
    for (RunChange change : RunChange.values()) {
      if ((bits & change.bit()) != 0) {
        changes.add(change);
      }
    }
    return changes;
  }

  private final class AfterCommit implements Synchronization {

    private final String runId;
    private final int bits;

    AfterCommit(String runId, int bits) {
      this.runId = runId;
      this.bits = bits;
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        add(runId, bits);
      }
    }
  }
}

package dev.millrace.tracking.change;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunChangesTest {

  private final FakeTransactions transactions = new FakeTransactions();
  private final RunChanges changes = new RunChanges(transactions);

  @Test
  void changesOfOneRunAreOneUntilTheyAreDrained() {
    for (int i = 0; i < 1000; i++) {
      changes.logged("a", true, i == 999);
    }
    changes.runCreated("b");
    assertThat(changes.drain().runs())
        .isEqualTo(
            Map.of(
                "a", EnumSet.of(RunChange.METRICS, RunChange.UPDATED),
                "b", EnumSet.of(RunChange.CREATED)));
    assertThat(changes.drain().isEmpty()).isTrue();
  }

  @Test
  void aBatchWithNothingInItIsNoChange() {
    changes.logged("a", false, false);
    assertThat(changes.drain().isEmpty()).isTrue();
  }

  @Test
  void whatATransactionChangedCountsOnceItIsCommitted() {
    transactions.begin();
    changes.metricsLogged("a");
    assertThat(changes.drain().isEmpty()).isTrue();
    transactions.end(Status.STATUS_COMMITTED);
    assertThat(changes.drain().runs()).containsOnlyKeys("a");
  }

  @Test
  void whatWasRolledBackNeverHappened() {
    transactions.begin();
    changes.runDeleted("a");
    transactions.end(Status.STATUS_ROLLEDBACK);
    assertThat(changes.drain().isEmpty()).isTrue();
  }

  @Test
  void tooManyRunsAreToldWithoutTheirNames() {
    for (int i = 0; i <= RunChanges.MOST_RUNS; i++) {
      changes.metricsLogged("run-" + i);
    }
    RunChanges.Drained drained = changes.drain();
    assertThat(drained.runs()).hasSize(RunChanges.MOST_RUNS);
    assertThat(drained.overflowed()).isTrue();
    assertThat(changes.drain().overflowed()).isFalse();
  }

  /** What counts is not what a drain saw, but that no write is followed by no drain of its run. */
  @Test
  void noChangeIsLostBetweenWritersAndDrains() throws Exception {
    int writers = 4;
    int rounds = 20_000;
    AtomicInteger[] written = new AtomicInteger[writers];
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> done = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      AtomicInteger mine = written[w] = new AtomicInteger();
      String run = "run-" + w;
      done.add(
          threads.submit(
              () -> {
                start.await();
                for (int i = 0; i < rounds; i++) {
                  mine.incrementAndGet();
                  changes.metricsLogged(run);
                }
                return null;
              }));
    }
    start.countDown();
    int[] seen = new int[writers];
    while (!done.stream().allMatch(Future::isDone)) {
      read(written, seen, changes.drain().runs().keySet());
    }
    read(written, seen, changes.drain().runs().keySet());
    threads.shutdownNow();
    for (Future<?> writer : done) {
      writer.get();
    }
    assertThat(seen).containsOnly(rounds);
  }

  private static void read(AtomicInteger[] written, int[] seen, Set<String> drained) {
    for (String run : new HashSet<>(drained)) {
      int writer = Integer.parseInt(run.substring("run-".length()));
      seen[writer] = written[writer].get();
    }
  }

  /** One transaction of one thread. */
  private static final class FakeTransactions implements TransactionSynchronizationRegistry {

    private final List<Synchronization> registered = new ArrayList<>();
    private boolean active;

    void begin() {
      active = true;
    }

    void end(int status) {
      active = false;
      registered.forEach(s -> s.afterCompletion(status));
      registered.clear();
    }

    @Override
    public int getTransactionStatus() {
      return active ? Status.STATUS_ACTIVE : Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void registerInterposedSynchronization(Synchronization sync) {
      registered.add(sync);
    }

    @Override
    public Object getTransactionKey() {
      return this;
    }

    @Override
    public void putResource(Object key, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object getResource(Object key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setRollbackOnly() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean getRollbackOnly() {
      return false;
    }
  }
}

package dev.millrace.tracking.table;

import dev.millrace.core.page.Page;
import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.tracking.table.RunTableStore.Changes;
import dev.millrace.tracking.table.RunTableStore.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The table of one experiment, and up to where the database has been followed.
 *
 * <p>What holds between refreshes: the values of every run are those that some snapshot showed
 * which was not taken before {@link #followed}. So whatever change they lack was not visible then,
 * and its note is in a window from that moment's on: there the next refresh finds it. Rows, columns
 * and contents are therefore always read after the moment that they are filed under.
 */
final class KeptTable {

  private static final Logger LOG = Logger.getLogger(KeptTable.class);

  /** Columns of a table; one that would have more begins anew. */
  private static final int MOST_COLUMNS = 32;

  /** Where more runs than this changed at once, reading all anew is no more work. */
  private static final int MOST_REREAD = 2000;

  /** Reading all anew pays only if it is not to be done again and again. */
  private static final Duration BETWEEN_LOADS = Duration.ofSeconds(2);

  /** Reading so many runs again costs as much as reading the content of one. */
  private static final int REREAD_FOR_A_CONTENT = 5;

  /** How long a search leaves the table alone that an index and the contents cost less. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** To read values of more runs takes so long that who can be answered otherwise does not wait. */
  private static final int LONG_TO_READ = 20_000;

  private final long experimentId;
  private final int runs;
  private final long mostValues;
  private final RunTableStore store;
  private final Executor executor;
  private final KeptContents contents = new KeptContents();
  private final ReentrantLock refreshing = new ReentrantLock();
  private final ReentrantReadWriteLock access = new ReentrantReadWriteLock();

  /** Refreshes that were begun, and the latest one that was completed. */
  private final AtomicLong begun = new AtomicLong();

  private long completed;

  /** Whether values of all runs are being read, or will be. */
  private volatile boolean isReading;

  private volatile @Nullable RunTable table;
  private @Nullable Moment followed;
  private long loadedNanos;

  /** How many runs had changed when it was last looked. */
  private volatile int changed;

  private volatile long lookedNanos = System.nanoTime();

  /**
   * An empty table, to be read by who searches first.
   *
   * @param runs about how many runs the experiment has
   * @param mostValues of how many values there is room; a table that would have more begins anew
   * @param executor reads what nobody waits for
   */
  KeptTable(long experimentId, int runs, long mostValues, RunTableStore store, Executor executor) {
    this.experimentId = experimentId;
    this.runs = runs;
    this.mostValues = mostValues;
    this.store = store;
    this.executor = executor;
  }

  /** A page, and those of the contents of its runs that are kept: all of one moment. */
  record Found(Page<Long> page, Map<Long, byte[]> contents) {}

  /**
   * The page of a search, as of a moment after the call; empty where the table is not there yet or
   * changes too much to be followed.
   */
  Optional<Found> search(TableSearch search) {
    if (search.columns().size() > mostColumns(size())
        || search.isByStart() && costsLessByIndex(search)
        || !follow(search.columns(), !search.isByStart() || size() < LONG_TO_READ)) {
      return Optional.empty();
    }
    access.readLock().lock();
    try {
      RunTable there = table;
      if (there == null || !hasAll(there, search.columns())) {
        return Optional.empty();
      }
      Page<Long> page = search.page(there);
      return Optional.of(new Found(page, contents.of(page.items())));
    } finally {
      access.readLock().unlock();
    }
  }

  /** The contents of the runs. */
  KeptContents contents() {
    return contents;
  }

  /** Rows that are held, or will be. */
  int size() {
    RunTable there = table;
    return there == null ? runs : there.size();
  }

  private boolean costsLessByIndex(TableSearch search) {
    return changed > (long) REREAD_FOR_A_CONTENT * search.maxResults()
        && System.nanoTime() - lookedNanos < REST.toNanos();
  }

  private boolean follow(Set<RunColumn> columns, boolean isPatient) {
    long arrived = begun.get();
    if (table != null && !isReading) {
      refreshing.lock();
    } else if (!refreshing.tryLock()) {
      // Others do not wait for the one that reads everything.
      return false;
    }
    try {
      RunTable there = table;
      // Who waited shares a refresh that began after it came: it shows all that was there then.
      if (there != null && completed > arrived && hasAll(there, columns)) {
        return true;
      }
      long round = begun.incrementAndGet();
      if (!refresh(columns, isPatient)) {
        return false;
      }
      completed = round;
      return true;
    } finally {
      refreshing.unlock();
    }
  }

  private boolean refresh(Set<RunColumn> columns, boolean isPatient) {
    RunTable there = table;
    Moment from = followed;
    if (there == null || from == null || tooManyWith(columns, there)) {
      return load(columns, isPatient);
    }
    Changes changes = store.changesSince(experimentId, from, 2 * MOST_REREAD);
    Moment now = changes.now();
    boolean reliable =
        now.epoch().equals(from.epoch())
            && now.window() >= from.window()
            && now.window() - from.window() <= ChangeWindows.RELIABLE;
    if (!reliable) {
      return load(columns, isPatient);
    }
    changed = changes.runKeys().size();
    lookedNanos = System.nanoTime();
    if (!now.snapshot().equals(from.snapshot()) && !changes.runKeys().isEmpty()) {
      if (changes.runKeys().size() > MOST_REREAD) {
        return System.nanoTime() - loadedNanos > BETWEEN_LOADS.toNanos()
            && load(columns, isPatient);
      }
      var reread = store.reread(changes.runKeys(), there.columns());
      locked(
          () -> {
            reread.into(there);
            contents.drop(changes.runKeys());
          });
    }
    followed = now;
    List<RunColumn> missing = columns.stream().filter(column -> !there.has(column)).toList();
    return missing.isEmpty()
        || read(
            columns,
            isPatient,
            () ->
                missing.forEach(
                    column -> locked(() -> store.readColumn(experimentId, column, there))));
  }

  private boolean load(Set<RunColumn> columns, boolean isPatient) {
    return read(
        columns,
        isPatient,
        () -> {
          RunTable read = new RunTable();
          Moment now = store.now();
          store.readRows(experimentId, read);
          List.copyOf(columns).forEach(column -> store.readColumn(experimentId, column, read));
          locked(
              () -> {
                table = read;
                contents.dropAll();
              });
          followed = now;
          loadedNanos = System.nanoTime();
        });
  }

  /** Reads values of all runs; false where that is done later, for who comes then. */
  private boolean read(Set<RunColumn> columns, boolean isPatient, Runnable reading) {
    if (!isPatient) {
      if (!isReading) {
        isReading = true;
        executor.execute(() -> readLater(columns));
      }
      return false;
    }
    isReading = true;
    try {
      reading.run();
      return true;
    } catch (DatabaseException e) {
      LOG.warnf("runs of experiment %d are searched in PostgreSQL: %s", experimentId, e);
      return false;
    } finally {
      isReading = false;
    }
  }

  private void readLater(Set<RunColumn> columns) {
    refreshing.lock();
    try {
      refresh(columns, /* isPatient= */ true);
    } catch (DatabaseException e) {
      LOG.warnf("runs of experiment %d are not read yet: %s", experimentId, e);
    } finally {
      isReading = false;
      refreshing.unlock();
    }
  }

  private void locked(Runnable change) {
    access.writeLock().lock();
    try {
      change.run();
    } finally {
      access.writeLock().unlock();
    }
  }

  private static boolean hasAll(RunTable table, Set<RunColumn> columns) {
    return columns.stream().allMatch(table::has);
  }

  private boolean tooManyWith(Set<RunColumn> columns, RunTable table) {
    long added = columns.stream().filter(column -> !table.has(column)).count();
    return added > 0 && table.weight() + added > mostColumns(table.size());
  }

  private long mostColumns(int rows) {
    return Math.min(MOST_COLUMNS, mostValues / Math.max(rows, 1));
  }
}

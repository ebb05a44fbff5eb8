package dev.millrace.tracking.table;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the experiments that were searched last, as many as there is room for. An
 * experiment gets one when it is searched for the second time.
 */
@Singleton
public final class RunTables {

  /** Experiments that are remembered as searched, or as too large. */
  private static final int MOST_EXPERIMENTS = 1000;

  /** After this time an experiment that has no table is counted anew. */
  private static final Duration COUNTED = Duration.ofMinutes(10);

  /** A search by an order that an index has does not drive out what was searched since then. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  /** What a run takes with some columns and a few orders. */
  private static final long BYTES_OF_RUN = 100;

  /** Columns that a table may have if it holds all runs there is room for; a smaller one, more. */
  private static final long COLUMNS_OF_LARGEST = 12;

  /** A table at a time: what is read waits for nobody. */
  private final ExecutorService executor = DaemonThreads.executor("run-tables");

  private final RunTableStore store;
  private final int keptRuns;
  private final long keptContent;

  /** The one that was searched longest ago first. */
  private final Map<Long, Entry> entries = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  RunTables(RunTableStore store, RunTableConfig config) {
    this.store = store;
    this.keptRuns = config.keptRuns().orElseGet(RunTables::fittingRuns);
    this.keptContent = config.keptContent().asLongValue();
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  private static int fittingRuns() {
    return (int)
        Math.min(Integer.MAX_VALUE - 1, Runtime.getRuntime().maxMemory() / 5 / BYTES_OF_RUN);
  }

  private static final class Entry {

    private @Nullable KeptTable table;
    private long searchedNanos = System.nanoTime();
    private @Nullable Integer runs;
    private long countedNanos;

    int rows() {
      return table == null ? 0 : table.size();
    }

    boolean isCounted() {
      return runs != null && System.nanoTime() - countedNanos < COUNTED.toNanos();
    }

    boolean isSearchedLately() {
      return System.nanoTime() - searchedNanos < LATELY.toNanos();
    }
  }

  /**
   * A search's page, as of a moment after the call; empty where it is to be asked of PostgreSQL.
   *
   * @param query made for the request: it knows the page's begin, and writes its end
   */
  public Optional<KeptPage> search(long experimentId, SearchRequest request, KeysetQuery query) {
    if (keptRuns == 0) {
      return Optional.empty();
    }
    return TableSearch.of(request, query)
        // An index finds the page as well: only the contents are worth a table.
        .filter(search -> keptContent > 0 || !search.isByStart())
        .flatMap(search -> table(experimentId, search.isByStart()).flatMap(t -> found(t, search)));
  }

  private Optional<KeptPage> found(KeptTable table, TableSearch search) {
    Optional<KeptTable.Found> found = table.search(search);
    makeRoom();
    return found.map(f -> new KeptPage(f.page(), f.contents(), reader -> keeping(table, reader)));
  }

  private Optional<KeptTable> table(long experimentId, boolean isByStart) {
    Entry entry;
    synchronized (entries) {
      entry = entries.get(experimentId);
      if (entry == null) {
        entries.put(experimentId, new Entry());
        return Optional.empty();
      }
      entry.searchedNanos = System.nanoTime();
      if (entry.table != null || entry.isCounted()) {
        return madeTable(experimentId, entry, isByStart);
      }
    }
    int runs = store.countRuns(experimentId, keptRuns + 1);
    synchronized (entries) {
      entry.runs = runs;
      entry.countedNanos = System.nanoTime();
      return madeTable(experimentId, entry, isByStart);
    }
  }

  /** The table of an experiment whose runs are counted, if it has one or gets it. */
  private Optional<KeptTable> madeTable(long experimentId, Entry entry, boolean isByStart) {
    if (entry.table == null && entry.runs != null && entry.runs <= room(isByStart)) {
      entry.table =
          new KeptTable(experimentId, entry.runs, COLUMNS_OF_LARGEST * keptRuns, store, executor);
    }
    return Optional.ofNullable(entry.table);
  }

  /** Rows that a new table may have. */
  private int room(boolean isByStart) {
    int room = keptRuns;
    if (isByStart) {
      for (Entry entry : entries.values()) {
        room -= entry.isSearchedLately() ? entry.rows() : 0;
      }
    }
    return room;
  }

  /** Forgets what was searched longest ago, until the rest fits. */
  private void makeRoom() {
    synchronized (entries) {
      long rows = 0;
      for (Entry entry : entries.values()) {
        rows += entry.rows();
      }
      Iterator<Entry> oldest = entries.values().iterator();
      while (oldest.hasNext() && (rows > keptRuns || entries.size() > MOST_EXPERIMENTS)) {
        rows -= oldest.next().rows();
        oldest.remove();
      }
    }
  }

  /** The reader, whose contents are kept. */
  private KeptPage.Reader keeping(KeptTable table, KeptPage.Reader reader) {
    return keptContent == 0
        ? reader
        : runKeys -> {
          try (KeptContents.Filling filling = table.contents().begin()) {
            Map<Long, byte[]> read = reader.read(runKeys);
            keep(table.contents(), filling, read);
            return read;
          }
        };
  }

  /** Keeps what was read; where there is no room, that of what was searched longest ago. */
  private void keep(KeptContents contents, KeptContents.Filling filling, Map<Long, byte[]> read) {
    synchronized (entries) {
      long wanted = KeptContents.sizeOf(read);
      long room = keptContent;
      for (Entry entry : entries.values()) {
        room -= entry.table == null ? 0 : entry.table.contents().size();
      }
      for (Entry entry : entries.values()) {
        if (room < wanted && entry.table != null && entry.table.contents() != contents) {
          room += entry.table.contents().clear();
        }
      }
      filling.keep(read, room);
    }
  }
}

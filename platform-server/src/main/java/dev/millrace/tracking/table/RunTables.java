package dev.millrace.tracking.table;

import dev.millrace.core.page.Page;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the experiments that were searched last, as many as there is room for. An
 * experiment gets one when it is searched for the second time.
 */
@Singleton
public final class RunTables {

  /** Experiments that are remembered as searched, or as too large. */
  private static final int MOST_EXPERIMENTS = 1000;

  /** After this time an experiment that was too large is counted anew. */
  private static final Duration COUNTED = Duration.ofMinutes(10);

  private final RunTableStore store;
  private final int keptRuns;

  /** The one that was searched longest ago first. */
  private final Map<Long, Entry> entries = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  RunTables(RunTableStore store, RunTableConfig config) {
    this.store = store;
    this.keptRuns = config.keptRuns();
  }

  private static final class Entry {

    private @Nullable KeptTable table;
    private @Nullable Long tooLargeSinceNanos;
  }

  /**
   * The keys of the runs of a search's page, as of a moment after the call; empty where it is to be
   * asked of PostgreSQL.
   *
   * @param query made for the request: it knows the page's begin, and writes its end
   */
  public Optional<Page<Long>> search(long experimentId, SearchRequest request, KeysetQuery query) {
    if (keptRuns == 0) {
      return Optional.empty();
    }
    return TableSearch.of(request, query)
        .flatMap(search -> table(experimentId).flatMap(table -> found(table, search)));
  }

  private Optional<Page<Long>> found(KeptTable table, TableSearch search) {
    Optional<Page<Long>> page = table.search(search);
    makeRoom();
    return page;
  }

  private Optional<KeptTable> table(long experimentId) {
    Entry entry;
    synchronized (entries) {
      entry = entries.get(experimentId);
      if (entry == null) {
        entries.put(experimentId, new Entry());
        return Optional.empty();
      }
      if (entry.table != null) {
        return Optional.of(entry.table);
      }
      Long since = entry.tooLargeSinceNanos;
      if (since != null && System.nanoTime() - since < COUNTED.toNanos()) {
        return Optional.empty();
      }
    }
    boolean fits = store.countRuns(experimentId, keptRuns + 1) <= keptRuns;
    synchronized (entries) {
      if (fits && entry.table == null) {
        entry.table = new KeptTable(experimentId, store);
      }
      entry.tooLargeSinceNanos = fits ? null : System.nanoTime();
      return Optional.ofNullable(entry.table);
    }
  }

  /** Forgets what was searched longest ago, until the rest fits. */
  private void makeRoom() {
    synchronized (entries) {
      long rows = 0;
      for (Entry entry : entries.values()) {
        rows += entry.table == null ? 0 : entry.table.size();
      }
      Iterator<Entry> oldest = entries.values().iterator();
      while (oldest.hasNext() && (rows > keptRuns || entries.size() > MOST_EXPERIMENTS)) {
        Entry entry = oldest.next();
        rows -= entry.table == null ? 0 : entry.table.size();
        oldest.remove();
      }
    }
  }
}

package dev.millrace.tracking.table;

import dev.millrace.core.page.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The page of a search that was answered from memory. */
public final class KeptPage {

  private final Page<Long> page;
  private final Map<Long, byte[]> kept;
  private final UnaryOperator<Reader> keeping;

  /** Reads contents of runs by their keys; those that are gone are left out. */
  @FunctionalInterface
  public interface Reader {
    Map<Long, byte[]> read(List<Long> runKeys);
  }

  /**
   * A page.
   *
   * @param kept the contents that are kept of its runs
   * @param keeping a reader that keeps what it reads
   */
  KeptPage(Page<Long> page, Map<Long, byte[]> kept, UnaryOperator<Reader> keeping) {
    this.page = page;
    this.kept = kept;
    this.keeping = keeping;
  }

  /** The runs of the page. */
  public List<Long> runKeys() {
    return page.items();
  }

  public @Nullable String nextPageToken() {
    return page.nextPageToken();
  }

  /**
   * The contents of the runs of the page, in its order; those that are gone are left out.
   *
   * @param reader for those that are not kept; the same for every page
   */
  public List<byte[]> contents(Reader reader) {
    List<Long> missing = runKeys().stream().filter(key -> !kept.containsKey(key)).toList();
    Map<Long, byte[]> all = kept;
    if (!missing.isEmpty()) {
      all = new HashMap<>(keeping.apply(reader).read(missing));
      all.putAll(kept);
    }
    return runKeys().stream().map(all::get).filter(Objects::nonNull).toList();
  }
}

package dev.millrace.tracking.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is kept of the contents of a table's runs: of each run the bytes that were made of it.
 *
 * <p>They are true to the same moment as the table's rows, and dropped by the same notes. Since
 * they are read while others follow the database, they are put only through a {@link Filling} that
 * was begun before they were read: what a content lacks was not visible then, so the refresh that
 * finds its note comes later, and finds the filling or the content. It takes either away.
 */
final class KeptContents {

  /** A content that is longer is not kept: it would take the room of many. */
  static final int LONGEST = 64 * 1024;

  /** What an entry takes beside its content. */
  static final int ENTRY_BYTES = 100;

  private final Map<Long, byte[]> byRun = new HashMap<>();
  private final Set<Filling> fillings = new HashSet<>();
  private long size;

  /** Contents that are being read; to be closed, come what may. */
  final class Filling implements AutoCloseable {

    private final Set<Long> changed = new HashSet<>();
    private boolean allChanged;

    private Filling() {}

    /**
     * Keeps those of the contents that did not change while they were read, as far as there is
     * room.
     */
    void keep(Map<Long, byte[]> read, long room) {
      synchronized (KeptContents.this) {
        long left = room;
        for (Map.Entry<Long, byte[]> content : read.entrySet()) {
          long bytes = sizeOf(content.getValue());
          if (!allChanged
              && bytes <= left
              && content.getValue().length <= LONGEST
              && !changed.contains(content.getKey())
              && byRun.putIfAbsent(content.getKey(), content.getValue()) == null) {
            left -= bytes;
            size += bytes;
          }
        }
      }
    }

    @Override
    public void close() {
      synchronized (KeptContents.this) {
        fillings.remove(this);
      }
    }
  }

  /** Those of the contents of these runs that are kept. */
  synchronized Map<Long, byte[]> of(List<Long> runKeys) {
    Map<Long, byte[]> kept = new HashMap<>(2 * runKeys.size());
    for (Long key : runKeys) {
      byte[] content = byRun.get(key);
      if (content != null) {
        kept.put(key, content);
      }
    }
    return kept;
  }

  /** To be called before contents are read. */
  synchronized Filling begin() {
    Filling filling = new Filling();
    fillings.add(filling);
    return filling;
  }

  /** These runs changed. */
  synchronized void drop(Set<Long> runKeys) {
    for (Long key : runKeys) {
      byte[] content = byRun.remove(key);
      size -= content == null ? 0 : sizeOf(content);
    }
    fillings.forEach(filling -> filling.changed.addAll(runKeys));
  }

  /** All runs may have changed. */
  synchronized void dropAll() {
    clear();
    fillings.forEach(filling -> filling.allChanged = true);
  }

  /** Makes room; answers how much. */
  synchronized long clear() {
    long freed = size;
    byRun.clear();
    size = 0;
    return freed;
  }

  /** Bytes that are taken. */
  synchronized long size() {
    return size;
  }

  /** What these contents would take. */
  static long sizeOf(Map<Long, byte[]> contents) {
    return contents.values().stream().mapToLong(KeptContents::sizeOf).sum();
  }

  private static long sizeOf(byte[] content) {
    return content.length + ENTRY_BYTES;
  }
}

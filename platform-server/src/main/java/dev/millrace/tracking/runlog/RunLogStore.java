package dev.millrace.tracking.runlog;

import dev.millrace.core.tracking.RunStatus;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the logs of runs as chunks without gaps. */
@Singleton
class RunLogStore extends JdbcStore {

  /** What {@link #read} aims at. */
  static final int PAGE_BYTES = 256 * 1024;

  RunLogStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A run with the size of its log, 0 where it has none. */
  record RunLog(long runKey, RunStatus status, String lifecycleStage, long size) {}

  record LogSize(long bytes, long chunks) {}

  /** A chunk that a writer sent before. */
  record SentChunk(long offset, boolean same) {}

  private record Chunk(long offset, byte[] content) {}

  /** The run, active or deleted; empty where there is none. */
  Optional<RunLog> findLog(String runId) {
    return first(
        """
        SELECT r.run_key, r.status, r.lifecycle_stage, coalesce(l.size_bytes, 0) AS size_bytes
        FROM runs r LEFT JOIN run_logs l ON l.run_key = r.run_key
        WHERE r.run_id = ?
        """,
        row ->
            new RunLog(
                row.getLong("run_key"),
                RunStatus.valueOf(row.getString("status")),
                row.getString("lifecycle_stage"),
                row.getLong("size_bytes")),
        runId);
  }

  /** Makes the run's log where there is none, and lets nobody else append until the commit. */
  LogSize lockLog(long runKey) {
    update(
        """
        INSERT INTO run_logs (run_key, size_bytes, chunk_count) VALUES (?, 0, 0)
        ON CONFLICT (run_key) DO NOTHING
        """,
        runKey);
    return first(
            "SELECT size_bytes, chunk_count FROM run_logs WHERE run_key = ? FOR UPDATE",
            row -> new LogSize(row.getLong(1), row.getLong(2)),
            runKey)
        .orElseThrow();
  }

  /** The chunk that the writer has sent under this number, and whether it held the same bytes. */
  Optional<SentChunk> findChunk(long runKey, String writer, long sequence, byte[] content) {
    return first(
        """
        SELECT start_offset, content = ? FROM run_log_chunks
        WHERE run_key = ? AND writer = ? AND sequence = ?
        """,
        row -> new SentChunk(row.getLong(1), row.getBoolean(2)),
        content,
        runKey,
        writer,
        sequence);
  }

  /** Appends to a log that is locked. */
  void appendChunk(
      long runKey, long offset, byte[] content, @Nullable String writer, @Nullable Long sequence) {
    update(
        """
        WITH chunk AS (
          INSERT INTO run_log_chunks (run_key, start_offset, content, writer, sequence)
          VALUES (?, ?, ?, ?::text, ?::bigint)
        )
        UPDATE run_logs SET size_bytes = ?, chunk_count = chunk_count + 1 WHERE run_key = ?
        """,
        runKey,
        offset,
        content,
        writer,
        sequence,
        offset + content.length,
        runKey);
  }

  /**
   * Bytes of a log from an offset on: as many as whole chunks come to about {@link #PAGE_BYTES}
   * with, at most {@code longest}; none at its end.
   */
  byte[] read(long runKey, long offset, long longest) {
    List<Chunk> chunks =
        query(
            """
            SELECT start_offset, content FROM run_log_chunks
            WHERE run_key = ?
              AND start_offset >= (
                SELECT max(start_offset) FROM run_log_chunks
                WHERE run_key = ? AND start_offset <= ?)
              AND start_offset < ?
            ORDER BY start_offset
            """,
            row -> new Chunk(row.getLong(1), row.getBytes(2)),
            runKey,
            runKey,
            offset,
            offset + Math.min(PAGE_BYTES, longest));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Chunk chunk : chunks) {
      int skip = Math.toIntExact(Math.max(0, offset - chunk.offset()));
      int length = (int) Math.min(chunk.content().length - skip, longest - bytes.size());
      if (length > 0) {
        bytes.write(chunk.content(), skip, length);
      }
    }
    return bytes.toByteArray();
  }
}

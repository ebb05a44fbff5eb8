package dev.millrace.serving.requestlog;

import dev.millrace.core.serving.RequestLogExport;
import dev.millrace.core.serving.RequestLogSettings.Export;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hours of kept requests that were written to the artifact store, or are being written. */
@Singleton
class RequestExportStore extends JdbcStore {

  RequestExportStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * The first request of a log that is in no window which was written.
   *
   * @param export what its endpoint wants; null where it says nothing
   */
  record Due(long logId, String endpoint, long firstMillis, @Nullable Export export) {

    boolean wants(Export format) {
      return export == null || export == format;
    }
  }

  /** A window that was written. */
  record Placed(long exportId, RequestLogExport export) {}

  /**
   * What is to be written of each log: the first that came before this and after the last window.
   *
   * @param unsaid whether logs are written whose endpoint says nothing of it
   */
  List<Due> findDue(long before, boolean unsaid) {
    return query(
        """
        SELECT l.log_id, e.name, due.logged_at, l.export
        FROM serving_request_log AS l
        JOIN serving_endpoint AS e USING (endpoint_id)
        LEFT JOIN LATERAL (
          SELECT window_end FROM serving_request_export
          WHERE log_id = l.log_id AND exported_at IS NOT NULL
          ORDER BY window_start DESC LIMIT 1) AS written ON true
        CROSS JOIN LATERAL (
          SELECT logged_at FROM serving_request
          WHERE log_id = l.log_id AND logged_at >= coalesce(written.window_end, 0)
            AND logged_at < ?
          ORDER BY logged_at LIMIT 1) AS due
        WHERE CASE WHEN l.export IS NULL THEN ? ELSE l.export <> 'NONE' END
        ORDER BY l.log_id
        """,
        row -> {
          String export = row.getString(4);
          return new Due(
              row.getLong(1),
              row.getString(2),
              row.getLong(3),
              export == null ? null : Export.valueOf(export));
        },
        before,
        unsaid);
  }

  /**
   * Takes a window for the caller; false where another has it, or it was written. One that another
   * has had for longer than its lease is the caller's.
   */
  boolean claim(Due due, long start, long end, UUID claim, Duration lease) {
    return update(
            """
            INSERT INTO serving_request_export AS x
              (log_id, endpoint, window_start, window_end, claim_id, lease_until)
            VALUES (?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
            ON CONFLICT (log_id, window_start) DO UPDATE
            SET claim_id = excluded.claim_id, lease_until = excluded.lease_until
            WHERE x.exported_at IS NULL AND x.lease_until < clock_timestamp()
            """,
            due.logId(),
            due.endpoint(),
            start,
            end,
            claim,
            lease.toMillis())
        > 0;
  }

  /** Notes that a window is written; false where another has taken it meanwhile. */
  boolean finish(UUID claim, long requests, @Nullable String jsonl, @Nullable String parquet) {
    return update(
            """
            UPDATE serving_request_export
            SET exported_at = floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
                requests = ?, jsonl = ?, parquet = ?
            WHERE claim_id = ? AND exported_at IS NULL
            """,
            requests,
            jsonl,
            parquet,
            claim)
        > 0;
  }

  /** Lets others have a window at once that could not be written. */
  void giveUp(UUID claim) {
    update(
        """
        UPDATE serving_request_export
        SET lease_until = clock_timestamp() - interval '1 millisecond'
        WHERE claim_id = ? AND exported_at IS NULL
        """,
        claim);
  }

  /** Windows of an endpoint that were written before one, newest first. */
  List<Placed> list(String endpoint, long beforeExportId, int most) {
    return query(
        """
        SELECT export_id, window_start, window_end, exported_at, requests, jsonl, parquet
        FROM serving_request_export
        WHERE endpoint = ? AND export_id < ? AND exported_at IS NOT NULL
        ORDER BY export_id DESC LIMIT ?
        """,
        row ->
            new Placed(
                row.getLong(1),
                new RequestLogExport(
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getString(6),
                    row.getString(7))),
        endpoint,
        beforeExportId,
        most);
  }
}

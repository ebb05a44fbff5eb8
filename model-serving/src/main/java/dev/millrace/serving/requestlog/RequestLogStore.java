package dev.millrace.serving.requestlog;

import dev.millrace.core.serving.RequestLogSettings;
import dev.millrace.core.serving.RequestLogSettings.Export;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which endpoints keep their requests. */
@Singleton
class RequestLogStore extends JdbcStore implements KeptLogs {

  RequestLogStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A log with its settings, all of which are there. */
  record Log(long logId, RequestLogSettings settings) {}

  /** The registered model whose versions answer behind an endpoint; empty where there is none. */
  Optional<String> findModel(String endpoint) {
    return first(
        "SELECT model_name FROM serving_endpoint WHERE name = ?",
        row -> row.getString(1),
        endpoint);
  }

  /**
   * Begins or changes an endpoint's log and tells every server; empty where there is no endpoint.
   */
  Optional<RequestLogSettings> put(String endpoint, RequestLogSettings settings) {
    Optional<Log> put =
        first(
            """
            INSERT INTO serving_request_log AS l (endpoint_id, sample_rate, redact, keep_days, export)
            SELECT endpoint_id, ?, ?::text[], ?, ? FROM serving_endpoint WHERE name = ?
            ON CONFLICT (endpoint_id) DO UPDATE
            SET sample_rate = excluded.sample_rate, redact = excluded.redact,
                keep_days = excluded.keep_days, export = excluded.export
            RETURNING log_id, sample_rate, redact, keep_days, export
            """,
            RequestLogStore::log,
            settings.sampleRate(),
            settings.redact().toArray(String[]::new),
            settings.keepDays(),
            settings.export() == null ? null : settings.export().name(),
            endpoint);
    tellServers();
    return put.map(Log::settings);
  }

  /** Ends an endpoint's log; what it kept is nobody's from then on. Nothing where there is none. */
  void delete(String endpoint) {
    update(
        """
        DELETE FROM serving_request_log
        WHERE endpoint_id = (SELECT endpoint_id FROM serving_endpoint WHERE name = ?)
        """,
        endpoint);
    tellServers();
  }

  private void tellServers() {
    query("SELECT pg_notify(?, '')", row -> true, RequestLogs.CHANNEL);
  }

  /** The log of an endpoint; empty where it keeps none. */
  Optional<Log> find(String endpoint) {
    return first(
        """
        SELECT l.log_id, l.sample_rate, l.redact, l.keep_days, l.export
        FROM serving_request_log AS l JOIN serving_endpoint AS e USING (endpoint_id)
        WHERE e.name = ?
        """,
        RequestLogStore::log,
        endpoint);
  }

  @Override
  public Map<String, Kept> findKept() {
    Map<String, Kept> kept = new HashMap<>();
    query(
        """
        SELECT e.name, l.log_id, l.sample_rate
        FROM serving_request_log AS l JOIN serving_endpoint AS e USING (endpoint_id)
        """,
        row -> kept.put(row.getString(1), new Kept(row.getLong(2), row.getDouble(3))));
    return Map.copyOf(kept);
  }

  /** The settings of these logs, by their ids; those that were ended are not among them. */
  Map<Long, RequestLogSettings> findSettings(List<Long> logIds) {
    Map<Long, RequestLogSettings> settings = new HashMap<>();
    query(
            """
            SELECT log_id, sample_rate, redact, keep_days, export FROM serving_request_log
            WHERE log_id = ANY (?::bigint[])
            """,
            RequestLogStore::log,
            (Object) logIds.toArray(Long[]::new))
        .forEach(log -> settings.put(log.logId(), log.settings()));
    return settings;
  }

  private static Log log(ResultSet row) throws SQLException {
    String[] redact = (String[]) Objects.requireNonNull(row.getArray("redact")).getArray();
    String export = row.getString("export");
    return new Log(
        row.getLong("log_id"),
        new RequestLogSettings(
            row.getDouble("sample_rate"),
            List.of(redact),
            row.getInt("keep_days"),
            export == null ? null : Export.valueOf(export)));
  }
}

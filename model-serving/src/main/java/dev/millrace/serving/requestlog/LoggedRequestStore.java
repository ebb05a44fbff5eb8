package dev.millrace.serving.requestlog;

import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The requests that were kept. Whoever writes has seen to it that their day has a partition. */
@Singleton
class LoggedRequestStore extends JdbcStore {

  private static final byte[] ABSENT = {};

  private static final String HEAD =
      """
      SELECT request_id, logged_at, variant, version, protocol, content_type, latency_micros,
             error_code, body_bytes, body_note, redacted, answer_note, entry_id
      """;

  LoggedRequestStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A request as it is written: what may be kept of it, and nothing else. */
  record Row(
      Entry entry,
      byte @Nullable [] body,
      @Nullable String bodyNote,
      boolean redacted,
      byte @Nullable [] answer,
      @Nullable String answerNote) {}

  /** A request with its place in the order of the list. */
  record Placed(LoggedRequest request, UUID entryId) {}

  /**
   * What is looked for.
   *
   * @param from in milliseconds since the epoch, as is {@code to}; both are included
   * @param after the last one of the page before, which came at {@code to}
   */
  record Search(
      long logId,
      long from,
      long to,
      @Nullable Integer version,
      boolean errorsOnly,
      @Nullable UUID after,
      int limit) {}

  /** Writes requests; those that are there already stay as they are. */
  void insert(List<Row> rows) {
    update(
        """
        INSERT INTO serving_request
          (log_id, logged_at, entry_id, request_id, variant, version, protocol, content_type,
           latency_micros, error_code, body_bytes, body, body_note, redacted, answer, answer_note)
        SELECT log_id, logged_at, entry_id::uuid, request_id, variant, version, protocol,
               content_type, latency_micros, error_code, body_bytes,
               CASE WHEN has_body THEN body END, body_note, redacted,
               CASE WHEN has_answer THEN answer END, answer_note
        FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                    ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::boolean[],
                    ?::bytea[], ?::text[], ?::boolean[], ?::boolean[], ?::bytea[], ?::text[])
          AS given (log_id, logged_at, entry_id, request_id, variant, version, protocol,
                    content_type, latency_micros, error_code, body_bytes, has_body, body, body_note,
                    redacted, has_answer, answer, answer_note)
        ON CONFLICT DO NOTHING
        """,
        longs(rows, row -> row.entry().logId()),
        longs(rows, row -> row.entry().atMillis()),
        texts(rows, row -> row.entry().entryId().toString()),
        texts(rows, row -> row.entry().requestId()),
        texts(rows, row -> row.entry().variant()),
        longs(
            rows, row -> row.entry().version() == null ? null : row.entry().version().longValue()),
        texts(rows, row -> row.entry().protocol().name()),
        texts(rows, row -> row.entry().contentType()),
        longs(rows, row -> row.entry().latencyMicros()),
        texts(rows, row -> row.entry().errorCode()),
        longs(rows, row -> row.entry().bodyBytes()),
        flags(rows, row -> row.body() != null),
        bytes(rows, Row::body),
        texts(rows, Row::bodyNote),
        flags(rows, Row::redacted),
        flags(rows, row -> row.answer() != null),
        bytes(rows, Row::answer),
        texts(rows, Row::answerNote));
  }

  private static Long[] longs(List<Row> rows, Function<Row, @Nullable Long> value) {
    return rows.stream().map(value).toArray(Long[]::new);
  }

  private static String[] texts(List<Row> rows, Function<Row, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  private static Boolean[] flags(List<Row> rows, Function<Row, Boolean> value) {
    return rows.stream().map(value).toArray(Boolean[]::new);
  }

  private static byte[][] bytes(List<Row> rows, Function<Row, byte @Nullable []> value) {
    return rows.stream()
        .map(row -> Objects.requireNonNullElse(value.apply(row), ABSENT))
        .toArray(byte[][]::new);
  }

  /** Requests without bodies and answers, newest first. */
  List<Placed> search(Search search) {
    return find(HEAD, search, row -> placed(row, null, null));
  }

  private List<Placed> find(String select, Search search, RowReader<Placed> reader) {
    StringBuilder where = new StringBuilder("WHERE log_id = ? AND logged_at BETWEEN ? AND ?");
    List<Object> args = new ArrayList<>(List.of(search.logId(), search.from(), search.to()));
    if (search.version() != null) {
      where.append(" AND version = ?");
      args.add(search.version());
    }
    if (search.errorsOnly()) {
      where.append(" AND error_code IS NOT NULL");
    }
    if (search.after() != null) {
      where.append(" AND (logged_at, entry_id) < (?, ?::uuid)");
      args.add(search.to());
      args.add(search.after().toString());
    }
    args.add(search.limit());
    return queryPlanned(
        select
            + "FROM serving_request "
            + where
            + " ORDER BY logged_at DESC, entry_id DESC LIMIT ?",
        reader,
        args.toArray());
  }

  /** As {@link #search}, with bodies and answers: of a few at a time. */
  List<Placed> searchWhole(Search search) {
    return find(
        HEAD.stripTrailing() + ", body, answer\n",
        search,
        row -> placed(row, text(row.getBytes("body")), text(row.getBytes("answer"))));
  }

  /** The versions that answered in a window, by number. */
  List<Integer> findVersions(long logId, long from, long to) {
    return query(
        """
        SELECT DISTINCT version FROM serving_request
        WHERE log_id = ? AND logged_at BETWEEN ? AND ? AND version IS NOT NULL
        ORDER BY version
        """,
        row -> row.getInt(1),
        logId,
        from,
        to);
  }

  /** When the first request came that a version answered; empty where it answered none. */
  OptionalLong findFirst(long logId, int version) {
    return query(
            """
            SELECT logged_at FROM serving_request WHERE log_id = ? AND version = ?
            ORDER BY logged_at LIMIT 1
            """,
            row -> row.getLong(1),
            logId,
            version)
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** The newest request that is called so, without its body; empty where there is none. */
  Optional<Placed> findNewest(long logId, String requestId) {
    return first(
        HEAD
            + """
            FROM serving_request WHERE log_id = ? AND request_id = ?
            ORDER BY logged_at DESC, entry_id DESC LIMIT 1
            """,
        row -> placed(row, null, null),
        logId,
        requestId);
  }

  /** A request by its place, whole; empty where it is kept no longer. */
  Optional<LoggedRequest> findWhole(long logId, long at, UUID entryId) {
    return first(
            HEAD.stripTrailing()
                + """
                , body, answer
                FROM serving_request WHERE log_id = ? AND logged_at = ? AND entry_id = ?
                """,
            row -> placed(row, text(row.getBytes("body")), text(row.getBytes("answer"))),
            logId,
            at,
            entryId)
        .map(Placed::request);
  }

  private static Placed placed(ResultSet row, @Nullable String body, @Nullable String answer)
      throws SQLException {
    return new Placed(
        new LoggedRequest(
            row.getString("request_id"),
            row.getLong("logged_at"),
            row.getString("variant"),
            row.getString("version"),
            Protocol.valueOf(row.getString("protocol")),
            row.getString("content_type"),
            row.getLong("latency_micros") / 1000.0,
            row.getString("error_code"),
            row.getLong("body_bytes"),
            body,
            row.getString("body_note"),
            row.getBoolean("redacted"),
            answer,
            row.getString("answer_note")),
        row.getObject("entry_id", UUID.class));
  }

  private static @Nullable String text(byte @Nullable [] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }
}

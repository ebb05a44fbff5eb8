package dev.millrace.registry.promotion;

import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.PromotionRequest.Report;
import dev.millrace.core.registry.PromotionRequest.ReportKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests for promotions, what people and checks answered, and the work on the open ones. */
@ApplicationScoped
class RequestStore {

  private static final int MOST_OPEN = 1_000;
  private static final String SELECT =
      """
      SELECT r.request_id, r.registered_model_id, r.model_name, r.alias, r.kind, r.to_version,
        r.if_current_version, r.reason, r.ci_url, r.commit_id, CAST(r.extra_gates AS text) AS gates,
        r.requested_by, r.created_at, r.idempotency_key
      FROM promotion_requests r
      """;

  private final EntityManager entities;

  RequestStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * How far the work on an open request has come.
   *
   * @param busyUntilMillis while a server asks the gates, until when it may; null while the request
   *     waits for people or checks
   */
  record Evaluation(
      @Nullable Integer champion,
      @Nullable Integer policyRevision,
      List<GateResult> gates,
      @Nullable Long busyUntilMillis,
      long expiresAtMillis) {}

  /** Stores a request; its key must not be taken. */
  OpenRequest insert(OpenRequest request) {
    Object id =
        entities
            .createNativeQuery(
                """
                INSERT INTO promotion_requests (registered_model_id, model_name, alias, kind,
                  to_version, if_current_version, reason, ci_url, commit_id, extra_gates,
                  requested_by, created_at, idempotency_key)
                VALUES (:model, :name, :alias, :kind, :to, :current, :reason, :ci, :commit,
                  CAST(:gates AS jsonb), :user, :at, :key)
                RETURNING request_id
                """)
            .setParameter("model", request.modelId())
            .setParameter("name", request.modelName())
            .setParameter("alias", request.alias())
            .setParameter("kind", request.kind().wireName())
            .setParameter("to", request.toVersion())
            .setParameter("current", request.ifCurrentVersion())
            .setParameter("reason", request.reason())
            .setParameter("ci", request.ciUrl())
            .setParameter("commit", request.commit())
            .setParameter("gates", GateResults.toJson(request.extraGates()))
            .setParameter("user", request.requestedBy())
            .setParameter("at", request.createdAtMillis())
            .setParameter("key", request.idempotencyKey())
            .getSingleResult();
    return request.stored((Long) id);
  }

  Optional<OpenRequest> find(long id) {
    return rows(
            entities
                .createNativeQuery(SELECT + "WHERE r.request_id = :id", Tuple.class)
                .setParameter("id", id))
        .stream()
        .findFirst();
  }

  /** The request of that caller with that key, or empty. */
  Optional<OpenRequest> findByKey(long modelId, String user, String key) {
    return rows(
            entities
                .createNativeQuery(
                    SELECT
                        + """
                          WHERE r.registered_model_id = :model AND r.requested_by = :user
                            AND r.idempotency_key = :key
                          """,
                    Tuple.class)
                .setParameter("model", modelId)
                .setParameter("user", user)
                .setParameter("key", key))
        .stream()
        .findFirst();
  }

  /** The open requests of a model, oldest first, at most 1,000. */
  List<OpenRequest> open(long modelId) {
    return rows(
        entities
            .createNativeQuery(
                SELECT
                    + """
                      JOIN promotion_evaluations e USING (request_id)
                      WHERE r.registered_model_id = :model ORDER BY r.request_id
                      """,
                Tuple.class)
            .setParameter("model", modelId)
            .setMaxResults(MOST_OPEN));
  }

  /** The work on a request; empty where it is over. */
  Optional<Evaluation> findEvaluation(long requestId) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                SELECT champion, policy_revision, CAST(gates AS text), busy_until, expires_at
                FROM promotion_evaluations WHERE request_id = :request
                """,
                Tuple.class)
            .setParameter("request", requestId)
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .map(
            row ->
                new Evaluation(
                    row.get(0, Integer.class),
                    row.get(1, Integer.class),
                    GateResults.ofJson(row.get(2, String.class)),
                    row.get(3, Long.class),
                    row.get(4, Long.class)))
        .findFirst();
  }

  /** Begins or notes the work on a request. */
  void putEvaluation(long requestId, Evaluation evaluation) {
    entities
        .createNativeQuery(
            """
            INSERT INTO promotion_evaluations (request_id, champion, policy_revision, gates,
              busy_until, expires_at)
            VALUES (:request, :champion, :revision, CAST(:gates AS jsonb), :busy, :expires)
            ON CONFLICT (request_id) DO UPDATE
            SET champion = EXCLUDED.champion, policy_revision = EXCLUDED.policy_revision,
              gates = EXCLUDED.gates, busy_until = EXCLUDED.busy_until
            """)
        .setParameter("request", requestId)
        .setParameter("champion", evaluation.champion())
        .setParameter("revision", evaluation.policyRevision())
        .setParameter("gates", GateResults.toJson(evaluation.gates()))
        .setParameter("busy", evaluation.busyUntilMillis())
        .setParameter("expires", evaluation.expiresAtMillis())
        .executeUpdate();
  }

  /**
   * Takes a waiting request to work on it.
   *
   * @return false where another server is at it, or it is over
   */
  boolean claim(long requestId, long busyUntilMillis) {
    return 1
        == entities
            .createNativeQuery(
                """
                UPDATE promotion_evaluations SET busy_until = :busy
                WHERE request_id = :request AND busy_until IS NULL
                """)
            .setParameter("request", requestId)
            .setParameter("busy", busyUntilMillis)
            .executeUpdate();
  }

  /** Stays at work. */
  void extend(long requestId, long busyUntilMillis) {
    entities
        .createNativeQuery(
            """
            UPDATE promotion_evaluations SET busy_until = :busy
            WHERE request_id = :request AND busy_until IS NOT NULL
            """)
        .setParameter("request", requestId)
        .setParameter("busy", busyUntilMillis)
        .executeUpdate();
  }

  /** Ends the work; the caller adds the row to the history. */
  void deleteEvaluation(long requestId) {
    entities
        .createNativeQuery("DELETE FROM promotion_evaluations WHERE request_id = :request")
        .setParameter("request", requestId)
        .executeUpdate();
  }

  /** Requests whose server died or that nobody answered in time, at most 100. */
  List<Long> due(long nowMillis) {
    List<?> ids =
        entities
            .createNativeQuery(
                """
                SELECT request_id FROM promotion_evaluations
                WHERE LEAST(busy_until, expires_at) < :now
                ORDER BY LEAST(busy_until, expires_at)
                """)
            .setParameter("now", nowMillis)
            .setMaxResults(100)
            .getResultList();
    return ids.stream().map(Long.class::cast).toList();
  }

  void addReport(long requestId, Report report) {
    entities
        .createNativeQuery(
            """
            INSERT INTO promotion_reports (request_id, kind, check_name, passed, url, comment,
              reported_by, created_at)
            VALUES (:request, :kind, :check, :passed, :url, :comment, :user, :at)
            """)
        .setParameter("request", requestId)
        .setParameter("kind", report.kind().wireName())
        .setParameter("check", report.checkName())
        .setParameter("passed", report.passed())
        .setParameter("url", report.url())
        .setParameter("comment", report.comment())
        .setParameter("user", report.user())
        .setParameter("at", report.createdAt())
        .executeUpdate();
  }

  /** What was answered, in the order it came. */
  List<Report> reports(long requestId) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                SELECT kind, check_name, passed, url, comment, reported_by, created_at
                FROM promotion_reports WHERE request_id = :request ORDER BY report_id
                """,
                Tuple.class)
            .setParameter("request", requestId)
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .map(
            row ->
                new Report(
                    ReportKind.valueOf(row.get(0, String.class).toUpperCase(Locale.ROOT)),
                    row.get(1, String.class),
                    row.get(2, Boolean.class),
                    row.get(3, String.class),
                    row.get(4, String.class),
                    row.get(5, String.class),
                    row.get(6, Long.class)))
        .toList();
  }

  private static List<OpenRequest> rows(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> toRecord((Tuple) row)).toList();
  }

  private static OpenRequest toRecord(Tuple row) {
    return new OpenRequest(
        row.get("request_id", Long.class),
        row.get("registered_model_id", Long.class),
        row.get("model_name", String.class),
        row.get("alias", String.class),
        AliasMoveKind.valueOf(row.get("kind", String.class).toUpperCase(Locale.ROOT)),
        row.get("to_version", Integer.class),
        row.get("if_current_version", Integer.class),
        row.get("reason", String.class),
        row.get("ci_url", String.class),
        row.get("commit_id", String.class),
        GateResults.gatesOfJson(row.get("gates", String.class)),
        row.get("requested_by", String.class),
        row.get("created_at", Long.class),
        row.get("idempotency_key", String.class));
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of aliases: rows are added and read, never changed. */
@ApplicationScoped
public class PromotionStore {

  private static final String COLUMNS =
      """
      promotion_id, model_name, alias, kind, from_version, to_version, reason, moved_by,
        created_at, outcome, message, request_id, ci_url, commit_id, policy_revision,
        CAST(gates AS text) AS gates
      """;

  private static final String SELECT = "SELECT " + COLUMNS + "FROM promotions\n";

  private final EntityManager entities;

  PromotionStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Adds a row. The caller of a move holds the lock on the model, so the moves of an alias are a
   * chain.
   */
  Promotion add(long modelId, String modelName, NewMove move) {
    OpenRequest request = move.request();
    return first(
            entities
                .createNativeQuery(
                    """
                INSERT INTO promotions (registered_model_id, model_name, alias, kind, from_version,
                  to_version, reason, moved_by, created_at, gates, request_id, outcome, message,
                  ci_url, commit_id, policy_revision)
                VALUES (:model, :name, :alias, :kind, :from, :to, :reason, :user, :at,
                  CAST(:gates AS jsonb), :request, :outcome, :message, :ci, :commit, :revision)
                RETURNING
                """
                        + COLUMNS,
                    Tuple.class)
                .setParameter("model", modelId)
                .setParameter("name", modelName)
                .setParameter("alias", move.alias())
                .setParameter("kind", move.kind().wireName())
                .setParameter("from", move.from())
                .setParameter("to", move.to())
                .setParameter("reason", request == null ? null : request.reason())
                .setParameter("user", move.movedBy())
                .setParameter("at", System.currentTimeMillis())
                .setParameter("gates", GateResults.toJson(move.gates()))
                .setParameter("request", request == null ? null : request.id())
                .setParameter("outcome", move.outcome().wireName())
                .setParameter("message", move.message())
                .setParameter("ci", request == null ? null : request.ciUrl())
                .setParameter("commit", request == null ? null : request.commit())
                .setParameter("revision", move.policyRevision()))
        .orElseThrow();
  }

  /** The move that put the alias where it is, or empty where it never moved. */
  Optional<Promotion> findNewest(long registeredModelId, String alias) {
    return first(
        entities
            .createNativeQuery(
                SELECT
                    + """
                      WHERE registered_model_id = :model AND alias = :alias AND outcome = 'done'
                      ORDER BY promotion_id DESC LIMIT 1
                      """,
                Tuple.class)
            .setParameter("model", registeredModelId)
            .setParameter("alias", alias));
  }

  /** How a request ended, or empty while it is open. */
  Optional<Promotion> findByRequest(long requestId) {
    return first(
        entities
            .createNativeQuery(SELECT + "WHERE request_id = :request", Tuple.class)
            .setParameter("request", requestId));
  }

  /**
   * The rows of a model that exists, newest first; they include those under earlier names of it.
   */
  List<Promotion> searchOfModel(long registeredModelId, @Nullable String alias, Page page) {
    return search("registered_model_id = :model", registeredModelId, alias, page);
  }

  /** The rows that were made under a name, newest first, whether or not the model still exists. */
  List<Promotion> searchByName(String modelName, @Nullable String alias, Page page) {
    return search("model_name = :model", modelName, alias, page);
  }

  /** The rows wanted: those older than one, at most so many, and only moves where that is asked. */
  record Page(long beforeId, int maxRows, boolean onlyMoves) {}

  private List<Promotion> search(String ofModel, Object model, @Nullable String alias, Page page) {
    return rows(
        entities
            .createNativeQuery(
                SELECT
                    + "WHERE "
                    + ofModel
                    + """
                       AND (CAST(:alias AS text) IS NULL OR alias = :alias)
                       AND (NOT :onlyMoves OR outcome = 'done')
                       AND promotion_id < :before
                      ORDER BY promotion_id DESC
                      """,
                Tuple.class)
            .setParameter("model", model)
            .setParameter("alias", alias)
            .setParameter("onlyMoves", page.onlyMoves())
            .setParameter("before", page.beforeId())
            .setMaxResults(page.maxRows()));
  }

  private static Optional<Promotion> first(Query query) {
    return rows(query).stream().findFirst();
  }

  private static List<Promotion> rows(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> toRecord((Tuple) row)).toList();
  }

  private static Promotion toRecord(Tuple row) {
    Integer from = row.get("from_version", Integer.class);
    Integer to = row.get("to_version", Integer.class);
    Long request = row.get("request_id", Long.class);
    return new Promotion(
        String.valueOf(row.get("promotion_id", Long.class)),
        row.get("model_name", String.class),
        row.get("alias", String.class),
        AliasMoveKind.valueOf(row.get("kind", String.class).toUpperCase(Locale.ROOT)),
        from == null ? null : from.toString(),
        to == null ? null : to.toString(),
        row.get("reason", String.class),
        row.get("moved_by", String.class),
        row.get("created_at", Long.class),
        PromotionState.valueOf(row.get("outcome", String.class).toUpperCase(Locale.ROOT)),
        row.get("message", String.class),
        request == null ? null : request.toString(),
        row.get("ci_url", String.class),
        row.get("commit_id", String.class),
        row.get("policy_revision", Integer.class),
        GateResults.ofJson(row.get("gates", String.class)));
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionState;
import dev.millrace.platform.jdbc.Command;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of aliases: rows are added and read, never changed. */
@Singleton
public class PromotionStore extends JdbcStore {

  private static final String COLUMNS =
      """
      promotion_id, model_name, alias, kind, from_version, to_version, reason, moved_by,
        created_at, outcome, message, request_id, ci_url, commit_id, policy_revision, gates
      """;

  private static final String SELECT = "SELECT " + COLUMNS + "FROM promotions\n";

  /** Of an alias where one is named, and of a {@link Page}. */
  private static final String WANTED =
      """
      (CAST(? AS text) IS NULL OR alias = ?)
        AND (NOT ? OR outcome = 'done') AND promotion_id < ?
      ORDER BY promotion_id DESC
      LIMIT ?
      """;

  PromotionStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Adds a row. The caller of a move holds the lock on the model, so the moves of an alias are a
   * chain.
   */
  Promotion add(long modelId, String modelName, NewMove move) {
    Command adding = adding(modelId, modelName, move);
    return first(adding.sql() + "RETURNING " + COLUMNS, PromotionStore::toRecord, adding.args())
        .orElseThrow();
  }

  /** As {@link #add}, to be run with other commands. */
  static Command adding(long modelId, String modelName, NewMove move) {
    OpenRequest request = move.request();
    return new Command(
        """
        INSERT INTO promotions (registered_model_id, model_name, alias, kind, from_version,
          to_version, reason, moved_by, created_at, gates, request_id, outcome, message,
          ci_url, commit_id, policy_revision)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb), ?, ?, ?, ?, ?, ?)
        """,
        modelId,
        modelName,
        move.alias(),
        move.kind().wireName(),
        move.from(),
        move.to(),
        request == null ? null : request.reason(),
        move.movedBy(),
        System.currentTimeMillis(),
        GateResults.toJson(move.gates()),
        request == null ? null : request.id(),
        move.outcome().wireName(),
        move.message(),
        request == null ? null : request.ciUrl(),
        request == null ? null : request.commit(),
        move.policyRevision());
  }

  /** The move that put the alias where it is, or empty where it never moved. */
  Optional<Promotion> findNewest(long registeredModelId, String alias) {
    return first(
        SELECT
            + """
              WHERE registered_model_id = ? AND alias = ? AND outcome = 'done'
              ORDER BY promotion_id DESC LIMIT 1
              """,
        PromotionStore::toRecord,
        registeredModelId,
        alias);
  }

  /** How a request ended, or empty while it is open. */
  Optional<Promotion> findByRequest(long requestId) {
    return first(SELECT + "WHERE request_id = ?", PromotionStore::toRecord, requestId);
  }

  /**
   * The rows of a model that exists, newest first; they include those under earlier names of it.
   */
  List<Promotion> searchOfModel(long registeredModelId, @Nullable String alias, Page page) {
    return search("registered_model_id", registeredModelId, alias, page);
  }

  /** The rows that were made under a name, newest first, whether or not the model still exists. */
  List<Promotion> searchByName(String modelName, @Nullable String alias, Page page) {
    return search("model_name", modelName, alias, page);
  }

  /** The rows wanted: those older than one, at most so many, and only moves where that is asked. */
  record Page(long beforeId, int maxRows, boolean onlyMoves) {}

  /** The rows of all models, newest first, those of deleted ones too. */
  List<Promotion> searchAll(@Nullable String alias, Page page) {
    return queryPlanned(
        SELECT + "WHERE " + WANTED,
        PromotionStore::toRecord,
        alias,
        alias,
        page.onlyMoves(),
        page.beforeId(),
        page.maxRows());
  }

  private List<Promotion> search(
      String modelColumn, Object model, @Nullable String alias, Page page) {
    return queryPlanned(
        SELECT + "WHERE " + modelColumn + " = ? AND " + WANTED,
        PromotionStore::toRecord,
        model,
        alias,
        alias,
        page.onlyMoves(),
        page.beforeId(),
        page.maxRows());
  }

  private static Promotion toRecord(ResultSet row) throws SQLException {
    return new Promotion(
        row.getString("promotion_id"),
        row.getString("model_name"),
        row.getString("alias"),
        AliasMoveKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("from_version"),
        row.getString("to_version"),
        row.getString("reason"),
        row.getString("moved_by"),
        row.getLong("created_at"),
        PromotionState.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getString("message"),
        row.getString("request_id"),
        row.getString("ci_url"),
        row.getString("commit_id"),
        intOrNull(row, "policy_revision"),
        GateResults.ofJson(row.getString("gates")));
  }
}

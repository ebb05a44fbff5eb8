package dev.millrace.registry.promotion;

import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.LockedModel;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Aliases that are set without a promotion, which training jobs do all the time: one round trip
 * looks, another writes.
 */
@Singleton
class DirectMoveStore extends JdbcStore {

  DirectMoveStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * What decides on a move.
   *
   * @param hasVersion whether the version to move to exists
   * @param from where the alias points, or null where there is no such alias
   * @param isProtected whether the alias moves by promotions only
   * @param isListenedTo whether there are webhooks, which may want to be told
   */
  record Standing(
      LockedModel model,
      boolean hasVersion,
      @Nullable Integer from,
      boolean isProtected,
      boolean isListenedTo) {}

  /** Locks a model until the transaction ends, and looks; empty where there is no such model. */
  Optional<Standing> lock(String name, String alias, int to) {
    List<Long> locked = new ArrayList<>();
    List<Standing> found = new ArrayList<>();
    queryTogether(
        List.of(
            new Question(
                "SELECT registered_model_id FROM registered_models WHERE name = ? FOR UPDATE",
                row -> locked.add(row.getLong(1)),
                name),
            new Question(
                """
                SELECT m.registered_model_id,
                  EXISTS (
                    SELECT 1 FROM model_versions v
                    WHERE v.registered_model_id = m.registered_model_id AND v.version = ?)
                    AS has_version,
                  (SELECT a.version FROM registered_model_aliases a
                    WHERE a.registered_model_id = m.registered_model_id AND a.alias = ?)
                    AS from_version,
                  (SELECT CAST(p.document ->> 'protected' AS boolean) FROM promotion_policies p
                    WHERE p.registered_model_id = m.registered_model_id AND p.alias = ?
                    ORDER BY p.revision DESC LIMIT 1) AS protected,
                  EXISTS (SELECT 1 FROM webhooks) AS listened_to
                FROM registered_models m WHERE m.name = ?
                """,
                row ->
                    found.add(
                        new Standing(
                            new LockedModel(row.getLong("registered_model_id"), name),
                            row.getBoolean("has_version"),
                            intOrNull(row, "from_version"),
                            row.getBoolean("protected"),
                            row.getBoolean("listened_to"))),
                to,
                alias,
                alias,
                name)));
    // A model that came to this name between the two questions is not locked.
    return found.stream().filter(standing -> locked.contains(standing.model().id())).findFirst();
  }

  /** Points the alias and adds the move to the history. */
  void write(LockedModel model, int to, NewMove move) {
    updateTogether(
        List.of(
            AliasStore.putting(model, move.alias(), to),
            PromotionStore.adding(model.id(), model.name(), move)));
  }
}

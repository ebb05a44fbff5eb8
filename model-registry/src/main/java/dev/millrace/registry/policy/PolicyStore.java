package dev.millrace.registry.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.PromotionPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies, revision by revision: rows are added and read, never changed. */
@ApplicationScoped
public class PolicyStore {

  private static final int MOST_REVISIONS = 1_000;

  private final EntityManager entities;

  PolicyStore(EntityManager entities) {
    this.entities = entities;
  }

  /** The newest revision, also where it removed the policy; empty where there never was one. */
  Optional<PromotionPolicy> findNewest(long modelId, String modelName, String alias) {
    return revisions(modelId, modelName, alias, 1).stream().findFirst();
  }

  /** All revisions, the newest first, at most 1,000. */
  List<PromotionPolicy> history(long modelId, String modelName, String alias) {
    return revisions(modelId, modelName, alias, MOST_REVISIONS);
  }

  private List<PromotionPolicy> revisions(long modelId, String modelName, String alias, int limit) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                SELECT revision, CAST(document AS text), source, created_by, created_at
                FROM promotion_policies
                WHERE registered_model_id = :model AND alias = :alias
                ORDER BY revision DESC
                """,
                Tuple.class)
            .setParameter("model", modelId)
            .setParameter("alias", alias)
            .setMaxResults(limit)
            .getResultList();
    return rows.stream().map(row -> toRecord(modelName, alias, (Tuple) row)).toList();
  }

  /** The aliases of a model that move by promotions only, by name. */
  List<String> protectedAliases(long modelId) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                SELECT alias FROM (
                  SELECT DISTINCT ON (alias) alias, document FROM promotion_policies
                  WHERE registered_model_id = :model
                  ORDER BY alias, revision DESC) AS newest
                WHERE CAST(document ->> 'protected' AS boolean)
                ORDER BY alias
                """)
            .setParameter("model", modelId)
            .getResultList();
    return rows.stream().map(String.class::cast).toList();
  }

  /**
   * Adds a revision; the caller holds the lock on the model, so they are dense.
   *
   * @param document null to remove the policy
   */
  PromotionPolicy add(
      long modelId,
      String modelName,
      String alias,
      @Nullable JsonNode document,
      String source,
      String user) {
    int revision = findNewest(modelId, modelName, alias).map(PromotionPolicy::revision).orElse(0);
    PromotionPolicy policy =
        new PromotionPolicy(
            modelName, alias, revision + 1, document, source, user, System.currentTimeMillis());
    entities
        .createNativeQuery(
            """
            INSERT INTO promotion_policies (registered_model_id, alias, revision, document, source,
              created_by, created_at)
            VALUES (:model, :alias, :revision, CAST(:document AS jsonb), :source, :user, :at)
            """)
        .setParameter("model", modelId)
        .setParameter("alias", alias)
        .setParameter("revision", policy.revision())
        .setParameter("document", document == null ? null : document.toString())
        .setParameter("source", source)
        .setParameter("user", user)
        .setParameter("at", policy.createdAt())
        .executeUpdate();
    return policy;
  }

  private static PromotionPolicy toRecord(String modelName, String alias, Tuple row) {
    String document = row.get(1, String.class);
    try {
      return new PromotionPolicy(
          modelName,
          alias,
          row.get(0, Integer.class),
          document == null ? null : MlflowJson.mapper().readTree(document),
          row.get(2, String.class),
          row.get(3, String.class),
          row.get(4, Long.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored policy is no JSON.", e);
    }
  }
}

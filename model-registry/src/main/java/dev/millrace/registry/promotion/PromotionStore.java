package dev.millrace.registry.promotion;

import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.Promotion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of alias moves: rows are added and read, never changed. */
@ApplicationScoped
public class PromotionStore {

  private final EntityManager entities;

  PromotionStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Adds one move; the caller holds the lock on the model, so the rows of an alias are a chain. */
  Promotion add(
      LockedModel model,
      String alias,
      AliasMoveKind kind,
      @Nullable Integer from,
      @Nullable Integer to,
      @Nullable String reason,
      String movedBy) {
    PromotionEntity move = new PromotionEntity();
    move.registeredModelId = model.id();
    move.modelName = model.name();
    move.alias = alias;
    move.kind = kind.wireName();
    move.fromVersion = from;
    move.toVersion = to;
    move.reason = reason;
    move.movedBy = movedBy;
    move.createdAtMillis = System.currentTimeMillis();
    entities.persist(move);
    entities.flush();
    return move.toRecord();
  }

  /** The move that put the alias where it is, or empty where it never moved. */
  Optional<Promotion> findNewest(long registeredModelId, String alias) {
    return entities
        .createQuery(
            """
            SELECT p FROM PromotionEntity p
            WHERE p.registeredModelId = :model AND p.alias = :alias
            ORDER BY p.id DESC
            """,
            PromotionEntity.class)
        .setParameter("model", registeredModelId)
        .setParameter("alias", alias)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(PromotionEntity::toRecord);
  }

  /**
   * The moves of a model that exists, newest first; they include those under earlier names of it.
   */
  List<Promotion> searchOfModel(long registeredModelId, @Nullable String alias, Page page) {
    return entities
        .createQuery(
            """
            SELECT p FROM PromotionEntity p
            WHERE p.registeredModelId = :model
              AND (:alias IS NULL OR p.alias = :alias) AND p.id < :before
            ORDER BY p.id DESC
            """,
            PromotionEntity.class)
        .setParameter("model", registeredModelId)
        .setParameter("alias", alias)
        .setParameter("before", page.beforeId())
        .setMaxResults(page.maxRows())
        .getResultStream()
        .map(PromotionEntity::toRecord)
        .toList();
  }

  /** The moves that were made under a name, newest first, whether or not the model still exists. */
  List<Promotion> searchByName(String modelName, @Nullable String alias, Page page) {
    return entities
        .createQuery(
            """
            SELECT p FROM PromotionEntity p
            WHERE p.modelName = :name
              AND (:alias IS NULL OR p.alias = :alias) AND p.id < :before
            ORDER BY p.id DESC
            """,
            PromotionEntity.class)
        .setParameter("name", modelName)
        .setParameter("alias", alias)
        .setParameter("before", page.beforeId())
        .setMaxResults(page.maxRows())
        .getResultStream()
        .map(PromotionEntity::toRecord)
        .toList();
  }

  /** The rows wanted: those older than one, at most so many. */
  record Page(long beforeId, int maxRows) {}
}

package dev.millrace.registry.promotion;

import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionState;
import dev.millrace.registry.alias.AliasNotices;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.promotion.PromotionRunner.Snapshot;
import dev.millrace.registry.webhook.RegistryEvents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests: the one place where a promotion moves an alias. Always within the caller's
 * transaction, which holds the lock on the model where the alias moves.
 */
@ApplicationScoped
class Ending {

  private final AliasStore aliases;
  private final AliasNotices notices;
  private final PromotionStore promotions;
  private final RequestStore requests;
  private final RegistryEvents events;

  Ending(
      AliasStore aliases,
      AliasNotices notices,
      PromotionStore promotions,
      RequestStore requests,
      RegistryEvents events) {
    this.aliases = aliases;
    this.notices = notices;
    this.promotions = promotions;
    this.requests = requests;
    this.events = events;
  }

  /** Moves the alias, unless that is not what the caller asked for any more. */
  Promotion moveOrConflict(
      LockedModel model, OpenRequest request, Snapshot now, List<GateResult> gates) {
    Integer current = now.champion();
    if (!holds(request, current)) {
      return end(request, now, PromotionState.CONFLICT, conflict(request, current), gates);
    }
    if (!aliases.hasVersion(model, request.toVersion())) {
      return end(
          request,
          now,
          PromotionState.CONFLICT,
          "Version " + request.toVersion() + " was deleted meanwhile.",
          gates);
    }
    aliases.put(model, request.alias(), request.toVersion());
    Promotion promotion = end(request, now, PromotionState.DONE, null, gates);
    notices.moved(model.name(), request.alias());
    return promotion;
  }

  /** Writes down how a request ended. */
  Promotion end(
      OpenRequest request,
      Snapshot now,
      PromotionState outcome,
      @Nullable String message,
      List<GateResult> gates) {
    Promotion promotion =
        promotions.add(
            request.modelId(),
            request.modelName(),
            NewMove.ofRequest(
                request, now.champion(), outcome, message, now.policy().revisionOrNull(), gates));
    requests.deleteEvaluation(request.id());
    if (outcome == PromotionState.DONE) {
      events.aliasMoved(promotion);
    } else {
      events.promotionRefused(promotion);
    }
    return promotion;
  }

  Promotion requireEnd(OpenRequest request) {
    return promotions
        .findByRequest(request.id())
        .orElseThrow(() -> new IllegalStateException("A request that is over without an end."));
  }

  /** Whether the alias is where the caller said it must be. */
  static boolean holds(OpenRequest request, @Nullable Integer current) {
    Integer expected = request.ifCurrentVersion();
    return expected == null || expected.equals(current == null ? 0 : current);
  }

  static String conflict(OpenRequest request, @Nullable Integer current) {
    Integer expected = request.ifCurrentVersion();
    return "Alias '%s' of model '%s' %s, and not %s, as the request says."
        .formatted(
            request.alias(),
            request.modelName(),
            current == null ? "does not exist" : "points at version " + current,
            expected != null && expected == 0 ? "absent" : "at version " + expected);
  }
}

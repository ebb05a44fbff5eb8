package dev.millrace.registry.promotion;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.registry.PromotionState;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.Caller;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.policy.PolicyReader;
import dev.millrace.registry.policy.PolicyService;
import dev.millrace.registry.promotion.PromotionRunner.Snapshot;
import dev.millrace.registry.webhook.RegistryEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Promotes versions and rolls back. Where no gate is asked, all of it is one transaction; else the
 * request is stored first, then its gates are asked, then it ends (ADR 0018).
 */
@ApplicationScoped
class PromotionService {

  private final AliasStore aliases;
  private final PromotionStore promotions;
  private final RequestStore requests;
  private final RequestViews views;
  private final PolicyReader policyReader;
  private final VersionChoice choice;
  private final Ending ending;
  private final PromotionRunner runner;
  private final RegistryEvents events;

  PromotionService(
      AliasStore aliases,
      PromotionStore promotions,
      RequestStore requests,
      RequestViews views,
      PolicyReader policyReader,
      VersionChoice choice,
      Ending ending,
      PromotionRunner runner,
      RegistryEvents events) {
    this.aliases = aliases;
    this.promotions = promotions;
    this.requests = requests;
    this.views = views;
    this.policyReader = policyReader;
    this.choice = choice;
    this.ending = ending;
    this.runner = runner;
    this.events = events;
  }

  /** Where a request stands after its first transaction. */
  private record Begun(
      @Nullable OpenRequest toRun,
      CreatePromotion.@Nullable Response answer,
      @Nullable Snapshot snapshot) {}

  /**
   * Moves an alias, if the gates of its policy and of the request let it. A promotion to the
   * version that the alias points at already changes nothing and answers with the move that put it
   * there, so that a request whose answer was lost can be sent again.
   *
   * @throws MlflowException RESOURCE_CONFLICT where the alias is not where the request says
   */
  CreatePromotion.Response promote(
      CreatePromotion request, AliasMoveKind kind, @Nullable Principal caller) {
    Wish wish = Wish.of(request, kind);
    policyReader.readGates(wish.gates());
    String user = Caller.nameOf(caller);
    Begun begun = QuarkusTransaction.requiringNew().call(() -> begin(wish, user));
    if (begun.answer() != null) {
      return begun.answer();
    }
    OpenRequest toRun = begun.toRun();
    if (toRun == null) {
      throw new IllegalStateException("A promotion with neither an answer nor work to do.");
    }
    if (begun.snapshot() != null) {
      return dryRun(toRun, begun.snapshot());
    }
    Optional<Promotion> end = runner.run(toRun);
    return QuarkusTransaction.requiringNew().call(() -> views.answer(toRun, end));
  }

  private Begun begin(Wish wish, String user) {
    LockedModel model = aliases.lockModel(wish.modelName());
    int version = choice.require(model, wish);
    OpenRequest request = wish.request(model.id(), version, user);
    if (wish.idempotencyKey() != null) {
      Optional<OpenRequest> before = requests.findByKey(model.id(), user, wish.idempotencyKey());
      if (before.isPresent()) {
        return new Begun(null, replay(request, before.get()), null);
      }
    }
    Snapshot snapshot = runner.snapshot(request);
    if (!Ending.holds(request, snapshot.champion())) {
      throw new MlflowException(
          ErrorCode.RESOURCE_CONFLICT, Ending.conflict(request, snapshot.champion()));
    }
    if (snapshot.champion() != null && snapshot.champion() == version) {
      Promotion there =
          promotions
              .findNewest(model.id(), wish.alias())
              .orElseThrow(() -> new IllegalStateException("An alias without a history."));
      return new Begun(null, new CreatePromotion.Response(there, null, true, null, null), null);
    }
    if (wish.dryRun()) {
      return new Begun(request, null, snapshot);
    }
    OpenRequest stored = requests.insert(request);
    if (!asksGates(stored, snapshot.policy())) {
      Promotion promotion = ending.moveOrConflict(model, stored, snapshot, List.of());
      return new Begun(null, views.answer(stored, Optional.of(promotion)), null);
    }
    requests.putEvaluation(
        stored.id(),
        new RequestStore.Evaluation(
            snapshot.champion(),
            snapshot.policy().revisionOrNull(),
            List.of(),
            runner.busyUntil(),
            stored.createdAtMillis() + snapshot.policy().document().expiresAfter().toMillis()));
    events.promotionRequested(views.of(stored));
    return new Begun(stored, null, null);
  }

  private static boolean asksGates(OpenRequest request, PolicyService.Current policy) {
    boolean exempt =
        request.kind() == AliasMoveKind.ROLLBACK && !policy.document().gatesRollbacks();
    return !request.extraGates().isEmpty() || (!exempt && !policy.document().gates().isEmpty());
  }

  private CreatePromotion.Response replay(OpenRequest again, OpenRequest before) {
    if (!before.asksTheSameAs(again)) {
      throw new MlflowException(
          ErrorCode.RESOURCE_CONFLICT,
          "The idempotency key '%s' was used for another promotion (request %d)."
              .formatted(before.idempotencyKey(), before.id()));
    }
    return views.answer(before, promotions.findByRequest(before.id()));
  }

  private CreatePromotion.Response dryRun(OpenRequest request, Snapshot snapshot) {
    List<GateResult> results =
        asksGates(request, snapshot.policy()) ? runner.ask(request, snapshot) : List.of();
    String stopped = PromotionRunner.summary(results);
    PromotionRequest view =
        views.view(
            request,
            PromotionState.DRY_RUN,
            snapshot.champion(),
            snapshot.policy().revisionOrNull(),
            results,
            stopped.isEmpty() ? null : stopped);
    return new CreatePromotion.Response(null, view, null, null, null);
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.registry.PromotionState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests as callers see them; within the caller's transaction. */
@ApplicationScoped
class RequestViews {

  private final RequestStore requests;
  private final PromotionStore promotions;

  RequestViews(RequestStore requests, PromotionStore promotions) {
    this.requests = requests;
    this.promotions = promotions;
  }

  /** The answer to who asked, or answered: how the request stands. */
  CreatePromotion.Response answer(OpenRequest request, Optional<Promotion> end) {
    if (end.isEmpty() || end.get().outcome() == PromotionState.DONE) {
      PromotionRequest now = end.map(over -> ofOver(request, over)).orElseGet(() -> of(request));
      return new CreatePromotion.Response(end.orElse(null), now, null, null, null);
    }
    Promotion stopped = end.get();
    ErrorCode code =
        stopped.outcome() == PromotionState.CONFLICT
            ? ErrorCode.RESOURCE_CONFLICT
            : ErrorCode.PROMOTION_REFUSED;
    String message =
        "Version %s of '%s' was not promoted to @%s (%s). %s"
            .formatted(
                stopped.toVersion(),
                stopped.modelName(),
                stopped.alias(),
                stopped.outcome().wireName(),
                stopped.message() == null ? "" : stopped.message());
    return new CreatePromotion.Response(
        stopped, ofOver(request, stopped), null, code.name(), message.strip());
  }

  /**
   * A request, open or over. One transaction ends it and deletes its evaluation, so a request that
   * had none a statement ago has ended.
   */
  PromotionRequest of(OpenRequest request) {
    return requests
        .findEvaluation(request.id())
        .map(work -> ofOpen(request, work))
        .orElseGet(
            () ->
                ofOver(
                    request,
                    promotions
                        .findByRequest(request.id())
                        .orElseThrow(
                            () -> new IllegalStateException("A request neither open nor over."))));
  }

  private PromotionRequest ofOver(OpenRequest request, Promotion over) {
    return view(
        request,
        over.outcome(),
        over.fromVersion() == null ? null : Integer.valueOf(over.fromVersion()),
        over.policyRevision(),
        over.gates(),
        over.message());
  }

  private PromotionRequest ofOpen(OpenRequest request, RequestStore.Evaluation work) {
    return view(
        request,
        work.busyUntilMillis() == null ? PromotionState.PENDING : PromotionState.EVALUATING,
        work.champion(),
        work.policyRevision(),
        work.gates(),
        null,
        work.expiresAtMillis());
  }

  PromotionRequest view(
      OpenRequest request,
      PromotionState state,
      @Nullable Integer champion,
      @Nullable Integer policyRevision,
      List<GateResult> gates,
      @Nullable String message) {
    return view(request, state, champion, policyRevision, gates, message, null);
  }

  private PromotionRequest view(
      OpenRequest request,
      PromotionState state,
      @Nullable Integer champion,
      @Nullable Integer policyRevision,
      List<GateResult> gates,
      @Nullable String message,
      @Nullable Long expiresAtMillis) {
    boolean stored = request.id() != 0;
    return new PromotionRequest(
        stored ? Long.toString(request.id()) : null,
        request.modelName(),
        request.alias(),
        request.kind(),
        state,
        champion == null ? null : champion.toString(),
        Integer.toString(request.toVersion()),
        request.reason(),
        request.ciUrl(),
        request.commit(),
        request.requestedBy(),
        request.createdAtMillis(),
        expiresAtMillis,
        policyRevision,
        gates,
        stored ? requests.reports(request.id()) : List.of(),
        message);
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.PromotionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row to be added to the history.
 *
 * @param request null for MLflow's own alias calls
 */
record NewMove(
    String alias,
    AliasMoveKind kind,
    @Nullable Integer from,
    @Nullable Integer to,
    String movedBy,
    PromotionState outcome,
    @Nullable String message,
    @Nullable OpenRequest request,
    @Nullable Integer policyRevision,
    List<GateResult> gates) {

  /** A move that nobody asked a promotion for. */
  static NewMove ofAlias(
      String alias,
      AliasMoveKind kind,
      @Nullable Integer from,
      @Nullable Integer to,
      String movedBy) {
    return new NewMove(
        alias, kind, from, to, movedBy, PromotionState.DONE, null, null, null, List.of());
  }

  /** How a request ended. */
  static NewMove ofRequest(
      OpenRequest request,
      @Nullable Integer from,
      PromotionState outcome,
      @Nullable String message,
      @Nullable Integer policyRevision,
      List<GateResult> gates) {
    return new NewMove(
        request.alias(),
        request.kind(),
        from,
        request.toVersion(),
        request.requestedBy(),
        outcome,
        message,
        request,
        policyRevision,
        gates);
  }
}

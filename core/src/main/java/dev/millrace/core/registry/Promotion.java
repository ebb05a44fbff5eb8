package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an alias's history, which nothing can change: a move, or a promotion that came to
 * nothing.
 *
 * @param modelName the model's name when the alias moved
 * @param fromVersion where the alias pointed before; absent where it did not exist
 * @param toVersion where it points after, or would have; absent where it was deleted
 * @param reason why, in the words of whoever promoted
 * @param user who, as the server knows the caller
 * @param createdAt milliseconds since the epoch
 * @param outcome {@code done} where the alias moved, else why it did not
 * @param message what there is to say about the outcome
 * @param requestId the request for the promotion; absent for MLflow's own alias calls
 * @param ciUrl the CI job that promoted
 * @param commit the source revision that the CI job ran on
 * @param policyRevision the revision of the policy that held; absent where there was none
 * @param gates what every gate found
 */
public record Promotion(
    String promotionId,
    String modelName,
    String alias,
    AliasMoveKind kind,
    @Nullable String fromVersion,
    @Nullable String toVersion,
    @Nullable String reason,
    String user,
    long createdAt,
    PromotionState outcome,
    @Nullable String message,
    @Nullable String requestId,
    @Nullable String ciUrl,
    @Nullable String commit,
    @Nullable Integer policyRevision,
    List<GateResult> gates) {

  public Promotion {
    outcome = outcome == null ? PromotionState.DONE : outcome;
    gates = gates == null ? List.of() : List.copyOf(gates);
  }
}

package dev.millrace.core.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/millrace/v1/promotions}, and {@code …/promotions/rollback}, where the version
 * may be absent: then it is the one that the alias pointed at before.
 *
 * @param alias {@code champion} where absent
 * @param version a number; or else {@code source}
 * @param source {@code version:N}, {@code run:ID}, {@code model:ID} or {@code @alias}
 * @param ifCurrentVersion the alias must point there, or the promotion is refused; {@code none}: it
 *     must not exist
 * @param gates beside those of the policy, in the form that a policy has them
 * @param dryRun whether the gates are asked and nothing else happens
 * @param idempotencyKey a second request of the same caller with this key is answered as the first
 */
public record CreatePromotion(
    @Nullable String modelName,
    @Nullable String alias,
    @Nullable String version,
    @Nullable String source,
    @Nullable String reason,
    @Nullable String ciUrl,
    @Nullable String commit,
    @Nullable String ifCurrentVersion,
    @Nullable List<JsonNode> gates,
    @Nullable Boolean dryRun,
    @Nullable String idempotencyKey) {

  /** A promotion of a version that is given by its number. */
  public static CreatePromotion of(
      String modelName, String alias, String version, @Nullable String reason) {
    return new CreatePromotion(
        modelName, alias, version, null, reason, null, null, null, null, null, null);
  }

  /**
   * The answer: 200 where the alias is there now, 202 where the request is open, 422 where it came
   * to nothing, then with an error's code and message.
   *
   * @param promotion the entry in the history; absent while the request is open and for a dry run
   * @param request absent where the alias pointed there already
   * @param unchanged whether the alias pointed there already
   */
  public record Response(
      @Nullable Promotion promotion,
      @Nullable PromotionRequest request,
      @Nullable Boolean unchanged,
      @Nullable String errorCode,
      @Nullable String message) {}
}

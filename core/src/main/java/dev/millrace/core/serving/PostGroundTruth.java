package dev.millrace.core.serving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/millrace/v1/endpoints/{name}/ground-truth}: what should have been predicted.
 *
 * @param groundTruth from 1 to 10000; of several for one row the last counts, and one that was
 *     posted before is replaced
 */
public record PostGroundTruth(List<GroundTruth> groundTruth) {

  public PostGroundTruth {
    groundTruth = Require.listOrEmpty(groundTruth);
  }

  /**
   * Of one row.
   *
   * @param row of the request, from 0 on; 0
   * @param value a text, a number or a boolean
   */
  public record GroundTruth(
      @Nullable String requestId, @Nullable Integer row, @Nullable JsonNode value) {}

  /**
   * The answer.
   *
   * @param stored rows
   */
  public record Response(int stored) {}
}

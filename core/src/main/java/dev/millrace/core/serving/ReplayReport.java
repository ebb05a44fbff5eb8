package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version answered to requests that were kept.
 *
 * @param version that answered now
 * @param tolerance by which numbers were allowed to differ
 * @param largestDifference of numbers, over all requests, absolute below 1 and relative above;
 *     absent where nothing was compared
 * @param requests newest first, or in the order that was asked for
 */
public record ReplayReport(
    String endpoint,
    String version,
    double tolerance,
    int same,
    int different,
    int skipped,
    @Nullable Double largestDifference,
    List<Replayed> requests) {

  public ReplayReport {
    requests = Require.listOrEmpty(requests);
  }

  /** How a request came out. */
  public enum Outcome {
    /** Within the tolerance as it was answered then. */
    SAME,
    DIFFERENT,
    /** It could not be asked again. */
    SKIPPED
  }

  /**
   * One request. Answers are shown up to 2000 characters.
   *
   * @param at when it came, in milliseconds since the epoch
   * @param version that answered then; absent where none did
   * @param reason the first difference, or why it was skipped; absent where it is the same
   * @param before the answer then, in JSON
   * @param beforeError the code of the error then
   * @param after the answer now, in JSON
   * @param afterError the error now, its code first
   */
  public record Replayed(
      String requestId,
      long at,
      @Nullable String version,
      Outcome outcome,
      @Nullable Double largestDifference,
      @Nullable String reason,
      @Nullable String before,
      @Nullable String beforeError,
      @Nullable String after,
      @Nullable String afterError) {}
}

package dev.millrace.serving.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.Comparison;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.core.serving.ReplayReport.Outcome;
import dev.millrace.core.serving.ReplayReport.Replayed;
import dev.millrace.serving.deployment.Deployment;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks a version once more what an endpoint was asked, and compares. */
final class Replay {

  private static final Logger LOG = Logger.getLogger(Replay.class);
  private static final int LONGEST_SHOWN = 2_000;

  private final String endpoint;
  private final @Nullable Double withholdBelow;
  private final double tolerance;

  /**
   * @param withholdBelow what the endpoint withholds; null where it withholds nothing
   */
  Replay(String endpoint, @Nullable Double withholdBelow, double tolerance) {
    this.endpoint = endpoint;
    this.withholdBelow = withholdBelow;
    this.tolerance = tolerance;
  }

  /** An answer, or the error in its place. */
  private record Answered(@Nullable String json, @Nullable ErrorCode code, @Nullable String text) {}

  Replayed answer(Deployment deployment, LoggedRequest request) {
    if (request.body() == null) {
      return skipped(request, "Its body was not kept: " + request.bodyNote());
    }
    if (request.redacted()) {
      return skipped(request, "Values of it were redacted.");
    }
    if (request.errorCode() == null && request.answer() == null) {
      return skipped(request, "Its answer was not kept: " + request.answerNote());
    }
    Answered after = ask(deployment, new RecordedRequest(request.protocol(), request.body()));
    if (request.answer() == null || after.json() == null) {
      return compareErrors(request, after);
    }
    Comparison comparison = new Comparison(tolerance);
    comparison.compare(
        part(request.protocol(), request.answer()), part(request.protocol(), after.json()), "");
    return replayed(
        request,
        comparison.fault().isPresent() ? Outcome.DIFFERENT : Outcome.SAME,
        comparison.worst(),
        comparison.fault().orElse(null),
        after);
  }

  private static Replayed compareErrors(LoggedRequest request, Answered after) {
    boolean same = after.code() != null && after.code().name().equals(request.errorCode());
    String reason =
        after.code() == null
            ? "It was answered with an error."
            : request.errorCode() == null
                ? "It is answered with an error."
                : "The error is another.";
    return replayed(
        request, same ? Outcome.SAME : Outcome.DIFFERENT, null, same ? null : reason, after);
  }

  static Replayed skipped(LoggedRequest request, String reason) {
    return replayed(request, Outcome.SKIPPED, null, reason, new Answered(null, null, null));
  }

  private static Replayed replayed(
      LoggedRequest request,
      Outcome outcome,
      @Nullable Double difference,
      @Nullable String reason,
      Answered after) {
    return new Replayed(
        request.requestId(),
        request.at(),
        request.version(),
        outcome,
        difference,
        reason,
        shown(request.answer()),
        request.errorCode(),
        shown(after.json()),
        after.code() == null ? null : after.code() + ": " + after.text());
  }

  private Answered ask(Deployment deployment, RecordedRequest request) {
    try {
      byte[] answer = request.ask(endpoint, deployment, withholdBelow);
      return new Answered(new String(answer, StandardCharsets.UTF_8), null, null);
    } catch (MlflowException e) {
      return new Answered(null, e.code(), e.text());
    } catch (RuntimeException | LinkageError e) {
      LOG.warnf(e, "version %d failed a replayed request", deployment.version().version());
      return new Answered(
          null, ErrorCode.INTERNAL_ERROR, "The model failed; the server's log has the cause.");
    }
  }

  /** What of an answer is the model's: the rest names endpoint and version. */
  private static JsonNode part(Protocol protocol, String answer) {
    try {
      return MlflowJson.mapper()
          .readTree(answer)
          .path(protocol == Protocol.V2 ? "outputs" : "predictions");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  private static @Nullable String shown(@Nullable String answer) {
    return answer == null || answer.length() <= LONGEST_SHOWN
        ? answer
        : answer.substring(0, LONGEST_SHOWN) + "…";
  }
}

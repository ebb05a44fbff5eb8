package dev.millrace.serving.feed;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.RequestId;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.replica.ReplicaReports.Identity;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What reports of serving replicas must be like. */
final class ReportRules {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_VERSION = 32;
  private static final int LONGEST_TEXT = 10_000;
  private static final long GREATEST = 1_000_000_000_000_000L;

  private ReportRules() {}

  static UUID replica(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter("The id of a replica is a UUID.");
    }
  }

  static Identity identity(Identity identity) {
    text(Require.text(identity.name(), "name"), LONGEST_NAME, "name");
    text(identity.address(), LONGEST_NAME, "address");
    count(identity.startedAt(), "started_at");
    identity.endpoints().forEach(name -> text(name, LONGEST_NAME, "endpoints"));
    return identity;
  }

  static void deployments(List<Endpoint.Deployment> deployments) {
    for (Endpoint.Deployment deployment : deployments) {
      version(Require.present(deployment.version(), "deployments.version"), "deployments.version");
      Require.present(deployment.state(), "deployments.state");
      text(deployment.reason(), LONGEST_TEXT, "deployments.reason");
    }
  }

  static void version(@Nullable String version, String name) {
    text(version, LONGEST_VERSION, name);
  }

  static void swap(@Nullable Swap swap) {
    Swap told = Require.present(swap, "swap");
    version(Require.text(told.toVersion(), "swap.to_version"), "swap.to_version");
    version(told.fromVersion(), "swap.from_version");
    text(told.variant(), LONGEST_NAME, "swap.variant");
    text(told.reason(), LONGEST_TEXT, "swap.reason");
    Require.present(told.state(), "swap.state");
    List<Swap.Transition> transitions = Require.present(told.transitions(), "swap.transitions");
    transitions.forEach(each -> Require.present(each.state(), "swap.transitions.state"));
  }

  static void refusal(SwapsReport.Refusal refusal) {
    text(Require.text(refusal.reason(), "refusals.reason"), LONGEST_TEXT, "refusals.reason");
  }

  static void canary(CanaryCounts counts) {
    counts(counts.from(), "canaries.from");
    counts(counts.to(), "canaries.to");
  }

  private static void counts(CanaryCounts.@Nullable Counts counts, String name) {
    CanaryCounts.Counts told = Require.present(counts, name);
    count(told.requests(), name + ".requests");
    count(told.errors(), name + ".errors");
    told.latencies().forEach(each -> count(each, name + ".latencies"));
  }

  static void shadowed(@Nullable String variant, @Nullable ShadowCounts counts) {
    text(Require.text(variant, "shadows.variant"), LONGEST_NAME, "shadows.variant");
    ShadowCounts told = Require.present(counts, "shadows.counts");
    List.of(told.same(), told.different(), told.failed(), told.dropped())
        .forEach(each -> count(each, "shadows.counts"));
    told.differences()
        .forEach(
            each -> {
              version(Require.text(each.version(), "version"), "shadows.counts.version");
              version(Require.text(each.shadowVersion(), "version"), "shadows.counts.version");
              text(Require.present(each.difference(), "difference"), LONGEST_TEXT, "difference");
            });
  }

  static void request(RequestsReport.SentRequest request) {
    Require.present(request.entryId(), "requests.entry_id");
    Require.present(request.protocol(), "requests.protocol");
    if (!RequestId.isValid(request.requestId())) {
      throw MlflowException.invalidParameter("A 'requests.request_id' is not one.");
    }
    text(request.variant(), LONGEST_NAME, "requests.variant");
    text(request.contentType(), LONGEST_NAME, "requests.content_type");
    text(request.errorCode(), LONGEST_NAME, "requests.error_code");
    text(request.bodyNote(), LONGEST_TEXT, "requests.body_note");
    text(request.answerNote(), LONGEST_TEXT, "requests.answer_note");
    count(request.latencyMicros(), "requests.latency_micros");
    count(request.bodyBytes(), "requests.body_bytes");
  }

  static void text(@Nullable String text, int longest, String name) {
    if (text != null && text.length() > longest) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' has more than %d characters.".formatted(name, longest));
    }
  }

  /** A count, or a time: whatever is added up of them stays a number. */
  static void count(long number, String name) {
    if (number < 0 || number > GREATEST) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is not from 0 to %d.".formatted(name, GREATEST));
    }
  }
}

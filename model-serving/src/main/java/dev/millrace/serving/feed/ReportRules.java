package dev.millrace.serving.feed;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.RequestId;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.endpoint.EndpointRules;
import dev.millrace.serving.replica.ReplicaReports.Identity;
import dev.millrace.serving.replica.ReplicaReports.Served;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What reports of serving replicas must be like. */
final class ReportRules {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_VERSION = 32;
  private static final int LONGEST_TEXT = 10_000;
  private static final long GREATEST = 1_000_000_000_000_000L;
  private static final long MOST_MINUTES_AGO = Duration.ofDays(7).toMinutes();

  private ReportRules() {}

  static UUID replica(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter("The id of a replica is a UUID.");
    }
  }

  /** What a report lists, after it was seen to have no gaps. */
  static <T> List<T> all(List<T> list, String name) {
    list.forEach(each -> Require.present(each, name));
    return list;
  }

  static Identity identity(Identity identity) {
    text(Require.text(identity.name(), "name"), LONGEST_NAME, "name");
    text(identity.address(), LONGEST_NAME, "address");
    count(identity.startedAt(), "started_at");
    all(identity.endpoints(), "endpoints").forEach(name -> text(name, LONGEST_NAME, "endpoints"));
    return identity;
  }

  static void served(Served served) {
    version(served.liveVersion(), "served.live_version");
    for (Endpoint.Deployment deployment : all(served.deployments(), "served.deployments")) {
      version(Require.present(deployment.version(), "deployments.version"), "deployments.version");
      Require.present(deployment.state(), "deployments.state");
      text(deployment.reason(), LONGEST_TEXT, "deployments.reason");
    }
  }

  private static void version(@Nullable String version, String name) {
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
    all(transitions, "swap.transitions")
        .forEach(each -> Require.present(each.state(), "swap.transitions.state"));
  }

  static void refusal(SwapsReport.Refusal refusal) {
    text(Require.text(refusal.reason(), "refusals.reason"), LONGEST_TEXT, "refusals.reason");
  }

  static void requests(CountsReport.Requests requests) {
    count(requests.requests(), "requests.requests");
    if (requests.minutesAgo() < 0 || requests.minutesAgo() > MOST_MINUTES_AGO) {
      throw MlflowException.invalidParameter(
          "Parameter 'requests.minutes_ago' is not from 0 to " + MOST_MINUTES_AGO + ".");
    }
  }

  static void canary(CanaryCounts counts) {
    counts(counts.from(), "canaries.from");
    counts(counts.to(), "canaries.to");
  }

  private static void counts(CanaryCounts.@Nullable Counts counts, String name) {
    CanaryCounts.Counts told = Require.present(counts, name);
    count(told.requests(), name + ".requests");
    count(told.errors(), name + ".errors");
    all(told.latencies(), name + ".latencies").forEach(each -> count(each, name + ".latencies"));
    all(told.scores(), name + ".scores");
  }

  static void shadowed(CountsReport.Shadowed shadowed) {
    text(Require.text(shadowed.variant(), "shadows.variant"), LONGEST_NAME, "shadows.variant");
    ShadowCounts told = Require.present(shadowed.counts(), "shadows.counts");
    List.of(told.same(), told.different(), told.failed(), told.dropped())
        .forEach(each -> count(each, "shadows.counts"));
    all(told.differences(), "shadows.counts.differences")
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

  private static void text(@Nullable String text, int longest, String name) {
    if (text != null) {
      EndpointRules.storable(text, name, longest);
    }
  }

  /** A count, or a time: whatever is added up of them stays a number. */
  private static void count(long number, String name) {
    if (number < 0 || number > GREATEST) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is not from 0 to %d.".formatted(name, GREATEST));
    }
  }
}

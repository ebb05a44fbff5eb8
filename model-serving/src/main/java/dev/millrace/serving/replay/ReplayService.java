package dev.millrace.serving.replay;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.core.serving.ReplayReport;
import dev.millrace.core.serving.ReplayReport.Outcome;
import dev.millrace.core.serving.ReplayReport.Replayed;
import dev.millrace.core.serving.ReplayRequests;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.deployment.CandidateTrial;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.requestlog.RequestLogService;
import dev.millrace.serving.requestlog.RequestLogService.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of replays. */
@ApplicationScoped
public class ReplayService {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_REQUESTS = 500;
  private static final double DEFAULT_TOLERANCE = 1e-6;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final RequestLogService log;
  private final ServableVersions versions;
  private final Deployments deployments;
  private final CandidateTrial trial;

  ReplayService(
      RequestLogService log,
      ServableVersions versions,
      Deployments deployments,
      CandidateTrial trial) {
    this.log = log;
    this.versions = versions;
    this.deployments = deployments;
    this.trial = trial;
  }

  /**
   * Has a version answer requests that were kept. One that is not at work is loaded beside those
   * that are, in the turn of all versions that are tried.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint, version or
   *     request; INVALID_STATE where the version cannot be served
   */
  public ReplayReport replay(String endpoint, ReplayRequests request) {
    double tolerance = tolerance(request.tolerance());
    ServableVersion version = version(log.model(endpoint), request.version());
    List<Place> places = places(endpoint, request);
    Replay replay = new Replay(endpoint, deployments.withholdBelow(endpoint), tolerance);
    List<Replayed> replayed =
        places.isEmpty()
            ? List.of()
            : deployments
                .askLoaded(version, deployment -> answer(replay, deployment, places))
                .orElseGet(
                    () -> trial.ask(version, deployment -> answer(replay, deployment, places)));
    return new ReplayReport(
        endpoint,
        Integer.toString(version.version()),
        tolerance,
        count(replayed, Outcome.SAME),
        count(replayed, Outcome.DIFFERENT),
        count(replayed, Outcome.SKIPPED),
        replayed.stream()
            .map(Replayed::largestDifference)
            .filter(Objects::nonNull)
            .max(Double::compare)
            .orElse(null),
        replayed);
  }

  private List<Place> places(String endpoint, ReplayRequests request) {
    if (request.requestIds().isEmpty()) {
      return log.places(
          endpoint,
          request.from(),
          request.to(),
          Boolean.TRUE.equals(request.errorsOnly()),
          Require.upTo(MOST_REQUESTS, request.limit(), DEFAULT_LIMIT, "limit"));
    }
    if (request.requestIds().size() > MOST_REQUESTS) {
      throw MlflowException.invalidParameter(
          "Parameter 'request_ids' has more than " + MOST_REQUESTS + " ids.");
    }
    if (request.from() != null || request.to() != null || request.limit() != null) {
      throw MlflowException.invalidParameter(
          "Parameter 'request_ids' stands alone, without 'from', 'to' and 'limit'.");
    }
    return log.places(endpoint, request.requestIds());
  }

  /** One at a time: their bodies together may be more than there is memory for. */
  private List<Replayed> answer(Replay replay, Deployment deployment, List<Place> places) {
    long start = System.nanoTime();
    List<Replayed> replayed = new ArrayList<>(places.size());
    for (Place place : places) {
      boolean inTime = System.nanoTime() - start < LONGEST.toNanos();
      log.find(place)
          .ifPresent(
              request ->
                  replayed.add(
                      inTime
                          ? replay.answer(deployment, request)
                          : Replay.skipped(
                              request,
                              "It was not reached in " + LONGEST.toSeconds() + " seconds.")));
    }
    return replayed;
  }

  private ServableVersion version(String model, @Nullable String given) {
    int number = Require.versionNumber(Require.text(given, "version"));
    return versions
        .version(model, number)
        .orElseThrow(
            () ->
                MlflowException.notFound("Model '%s' has no version %d.".formatted(model, number)));
  }

  private static double tolerance(@Nullable Double given) {
    if (given != null && !(given >= 0 && given < Double.POSITIVE_INFINITY)) {
      throw MlflowException.invalidParameter("Parameter 'tolerance' is a number of at least 0.");
    }
    return given == null ? DEFAULT_TOLERANCE : given;
  }

  private static int count(List<Replayed> replayed, Outcome outcome) {
    return (int) replayed.stream().filter(each -> each.outcome() == outcome).count();
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionRequest.Report;
import dev.millrace.core.registry.PromotionState;
import dev.millrace.core.registry.RegisteredVersions;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.gate.GateContext;
import dev.millrace.registry.gate.GateSpec;
import dev.millrace.registry.gate.Gates;
import dev.millrace.registry.gate.VersionFacts;
import dev.millrace.registry.policy.PolicyService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gates of a request and ends it, or leaves it to wait. The gates are asked outside any
 * transaction; the end is one transaction under the lock of the model, which begins by looking
 * whether what the gates were asked about still holds.
 */
@ApplicationScoped
class PromotionRunner {

  /** Times that gates are asked anew because the alias, the policy or the reports changed. */
  private static final int ATTEMPTS = 3;

  private final Ending ending;
  private final RequestStore requests;
  private final AliasStore aliases;
  private final PolicyService policies;
  private final Gates gates;
  private final Versions versions;
  private final PromotionsConfig config;

  PromotionRunner(
      Ending ending,
      RequestStore requests,
      AliasStore aliases,
      PolicyService policies,
      Gates gates,
      Versions versions,
      PromotionsConfig config) {
    this.ending = ending;
    this.requests = requests;
    this.aliases = aliases;
    this.policies = policies;
    this.gates = gates;
    this.versions = versions;
    this.config = config;
  }

  /** Looks versions up, and what is known of them. */
  @ApplicationScoped
  static class Versions {

    private final RegisteredVersions versions;
    private final VersionOrigins origins;
    private final ArtifactReader artifacts;

    Versions(RegisteredVersions versions, VersionOrigins origins, ArtifactReader artifacts) {
      this.versions = versions;
      this.origins = origins;
      this.artifacts = artifacts;
    }

    /** RESOURCE_DOES_NOT_EXIST where there is no such version. */
    VersionFacts require(String modelName, int version) {
      return versions
          .findVersion(modelName, version)
          .map(found -> new VersionFacts(found, origins, artifacts))
          .orElseThrow(() -> AliasService.versionNotFound(modelName, version));
    }
  }

  /** What the gates are asked about. */
  record Snapshot(@Nullable Integer champion, PolicyService.Current policy, List<Report> reports) {

    /** Whether gates would be asked about the same. */
    boolean isStill(Snapshot other) {
      return Objects.equals(champion, other.champion)
          && policy.revision() == other.policy.revision()
          && reports.size() == other.reports.size();
    }
  }

  /**
   * Works on a request that this server has claimed, until it is over or waits.
   *
   * @return the entry of the history, or empty where it waits
   */
  Optional<Promotion> run(OpenRequest request) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Snapshot snapshot = inTransaction(() -> snapshot(request));
      List<GateResult> results;
      try {
        results = ask(request, snapshot);
      } catch (MlflowException e) {
        return Optional.of(
            inTransaction(
                () -> ending.end(request, snapshot, PromotionState.CONFLICT, e.text(), List.of())));
      }
      Optional<Step> step = inTransaction(() -> decide(request, snapshot, results));
      if (step.isPresent()) {
        return Optional.ofNullable(step.get().promotion());
      }
    }
    return Optional.of(
        inTransaction(
            () ->
                ending.end(
                    request,
                    snapshot(request),
                    PromotionState.CONFLICT,
                    "The alias or its policy changed while the gates were being asked, "
                        + ATTEMPTS
                        + " times.",
                    List.of())));
  }

  /** What the gates say about a request of which nothing is kept; not within a transaction. */
  List<GateResult> ask(OpenRequest request, Snapshot snapshot) {
    String name = inTransaction(() -> aliases.requireName(request.modelId()));
    VersionFacts candidate = inTransaction(() -> versions.require(name, request.toVersion()));
    Integer current = snapshot.champion();
    VersionFacts champion =
        current == null ? null : inTransaction(() -> versions.require(name, current));
    GateContext context =
        new GateContext(
            candidate, request.alias(), champion, request.requestedBy(), snapshot.reports());
    List<GateResult> results = new ArrayList<>();
    for (GateSpec gate : snapshot.policy().document().plus(request.extraGates()).gates()) {
      if (request.id() != 0) {
        QuarkusTransaction.requiringNew().run(() -> requests.extend(request.id(), busyUntil()));
      }
      results.add(gates.evaluate(gate, context));
    }
    return results;
  }

  /** What the gates would be asked about now; within the caller's transaction. */
  Snapshot snapshot(OpenRequest request) {
    return new Snapshot(
        aliases.versionOf(request.modelId(), request.alias()),
        policies.current(request.modelId(), request.modelName(), request.alias()),
        request.id() == 0 ? List.of() : requests.reports(request.id()));
  }

  long busyUntil() {
    return System.currentTimeMillis() + config.gateTimeout().toMillis();
  }

  /** The entry of the history; absent where the request waits. */
  private record Step(@Nullable Promotion promotion) {}

  /** Ends the request or lets it wait; empty where the gates must be asked anew. */
  private Optional<Step> decide(OpenRequest request, Snapshot asked, List<GateResult> results) {
    Optional<LockedModel> model = aliases.lockModelOf(request.modelId());
    Optional<RequestStore.Evaluation> work = requests.findEvaluation(request.id());
    if (work.isEmpty()) {
      // Another server held this one for dead, and ended the request.
      return Optional.of(new Step(ending.requireEnd(request)));
    }
    Snapshot now = snapshot(request);
    if (model.isEmpty()) {
      String gone = "The registered model was deleted meanwhile.";
      return Optional.of(
          new Step(ending.end(request, now, PromotionState.CONFLICT, gone, results)));
    }
    if (!now.isStill(asked)) {
      return Optional.empty();
    }
    if (has(results, GateStatus.FAIL) || has(results, GateStatus.ERROR)) {
      return Optional.of(
          new Step(
              ending.end(request, now, PromotionState.GATES_FAILED, summary(results), results)));
    }
    if (has(results, GateStatus.PENDING)) {
      requests.putEvaluation(
          request.id(),
          new RequestStore.Evaluation(
              now.champion(),
              now.policy().revisionOrNull(),
              results,
              null,
              work.get().expiresAtMillis()));
      return Optional.of(new Step(null));
    }
    return Optional.of(new Step(ending.moveOrConflict(model.get(), request, now, results)));
  }

  private static boolean has(List<GateResult> results, GateStatus status) {
    return results.stream().anyMatch(result -> result.status() == status);
  }

  /** Which gates stopped it, and why. */
  static String summary(List<GateResult> results) {
    return results.stream()
        .filter(r -> r.status() == GateStatus.FAIL || r.status() == GateStatus.ERROR)
        .map(r -> "Gate '%s' %s: %s.".formatted(r.name(), verb(r.status()), r.message()))
        .collect(Collectors.joining(" "))
        .replace("..", ".");
  }

  private static String verb(GateStatus status) {
    return status == GateStatus.FAIL ? "failed" : "could not be asked";
  }

  private static <T> T inTransaction(Supplier<T> work) {
    return QuarkusTransaction.requiringNew().call(work::get);
  }
}

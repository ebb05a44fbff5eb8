package dev.millrace.serving.drift;

import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.TrainingData;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.RegisteredVersions;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.core.serving.GetDrift;
import dev.millrace.core.serving.GetDrift.FeatureDrift;
import dev.millrace.core.serving.GetDrift.Reference;
import dev.millrace.core.serving.GetDrift.ReferenceKind;
import dev.millrace.core.serving.GetDrift.VersionDrift;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.requestlog.RequestLogService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules of drift: which window is held against what. */
@ApplicationScoped
public class DriftService {

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int MOST_REQUESTS = 20_000;

  private final RequestLogService log;
  private final RegisteredVersions versions;
  private final VersionOrigins origins;

  DriftService(RequestLogService log, RegisteredVersions versions, VersionOrigins origins) {
    this.log = log;
    this.versions = versions;
    this.origins = origins;
  }

  /** What a version is held against: profiles by name, and how often categories came. */
  private record Basis(
      Reference reference,
      Map<String, ColumnProfile> profiles,
      Map<String, Map<String, Long>> categories,
      @Nullable FeatureTally predictions,
      boolean complete) {}

  /** What versions were asked and answered in a window, against their references. */
  public GetDrift.Response drift(String endpoint, GetDrift request) {
    long to = Objects.requireNonNullElse(request.to(), System.currentTimeMillis());
    long from = Objects.requireNonNullElse(request.from(), to - HOUR_MILLIS);
    requireWindow(from, to, "from");
    if ((request.referenceFrom() == null) != (request.referenceTo() == null)) {
      throw MlflowException.invalidParameter(
          "Parameters 'reference_from' and 'reference_to' come together.");
    }
    if (request.referenceFrom() != null && request.referenceTo() != null) {
      requireWindow(request.referenceFrom(), request.referenceTo(), "reference_from");
    }
    String model = log.model(endpoint);
    Set<Integer> answered = new TreeSet<>();
    if (request.version() == null || request.version().isEmpty()) {
      log.requireLog(endpoint);
      answered.addAll(log.versions(endpoint, from, to));
    } else {
      answered.add(Require.versionNumber(request.version()));
    }
    List<VersionDrift> drifts = new ArrayList<>();
    for (int version : answered) {
      drifts.add(
          drift(endpoint, version, from, to, basis(endpoint, model, version, request, from, to)));
    }
    return new GetDrift.Response(endpoint, from, to, drifts);
  }

  private VersionDrift drift(String endpoint, int version, long from, long to, Basis basis) {
    WindowTally window = new WindowTally(basis.profiles());
    boolean complete = log.visit(endpoint, version, from, to, MOST_REQUESTS, window::add);
    List<FeatureDrift> features =
        window.features().entrySet().stream()
            .map(
                feature ->
                    Held.of(
                        feature.getKey(),
                        feature.getValue(),
                        basis.profiles().get(feature.getKey()),
                        basis.categories().getOrDefault(feature.getKey(), Map.of())))
            .sorted(Comparator.comparing(Held::strength).reversed())
            .toList();
    FeatureTally before = basis.predictions();
    FeatureTally predictions = window.predictions();
    return new VersionDrift(
        Integer.toString(version),
        window.requests(),
        window.unread(),
        complete && basis.complete(),
        basis.reference(),
        features,
        predictions.rows() == 0
            ? null
            : Held.of(
                "prediction",
                predictions,
                before == null || before.rows() == 0 ? null : before.profile("prediction"),
                before == null ? Map.of() : before.categories()),
        window.meanConfidence());
  }

  private Basis basis(
      String endpoint, String model, int version, GetDrift request, long from, long to) {
    if (request.referenceFrom() != null && request.referenceTo() != null) {
      return window(
          endpoint, version, ReferenceKind.WINDOW, request.referenceFrom(), request.referenceTo());
    }
    Optional<TrainingData> training =
        versions
            .findVersion(model, version)
            .flatMap(found -> Optional.ofNullable(found.version().runId()))
            .filter(runId -> !runId.isEmpty())
            .flatMap(origins::trainingData);
    if (training.isPresent()) {
      TrainingData data = training.get();
      Map<String, ColumnProfile> profiles = new HashMap<>();
      for (ColumnProfile column : data.columns()) {
        if (column.name() != null && column.count() != null && column.nulls() != null) {
          profiles.putIfAbsent(column.name(), column);
        }
      }
      return new Basis(
          new Reference(ReferenceKind.TRAINING, data.name() + " " + data.digest(), null, null),
          profiles,
          Map.of(),
          null,
          true);
    }
    OptionalLong first = log.firstRequestMillis(endpoint, version);
    long end = first.isPresent() ? first.getAsLong() + (to - from) : Long.MAX_VALUE;
    return end < from
        ? window(endpoint, version, ReferenceKind.FIRST_WINDOW, first.getAsLong(), end)
        : new Basis(
            new Reference(ReferenceKind.NONE, null, null, null), Map.of(), Map.of(), null, true);
  }

  private Basis window(String endpoint, int version, ReferenceKind kind, long from, long to) {
    WindowTally tally = new WindowTally(Map.of());
    boolean complete = log.visit(endpoint, version, from, to, MOST_REQUESTS, tally::add);
    Map<String, ColumnProfile> profiles = new HashMap<>();
    Map<String, Map<String, Long>> categories = new HashMap<>();
    tally
        .features()
        .forEach(
            (name, feature) -> {
              profiles.put(name, feature.profile(name));
              categories.put(name, feature.categories());
            });
    return new Basis(
        new Reference(kind, null, from, to), profiles, categories, tally.predictions(), complete);
  }

  private static void requireWindow(long from, long to, String field) {
    if (from < 0 || from > to) {
      throw MlflowException.invalidParameter(
          "Parameter '" + field + "' is a time before the end of its window.");
    }
  }
}

package dev.millrace.tracking.sketch;

import dev.millrace.core.data.ColumnDrift;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.DataReport;
import dev.millrace.core.data.DataReport.Drift;
import dev.millrace.core.data.DataReport.Overlap;
import dev.millrace.core.data.DataReport.OverlapLevel;
import dev.millrace.core.data.RowSketch;
import dev.millrace.core.data.TrainingData;
import dev.millrace.tracking.sketch.SketchStore.Content;
import dev.millrace.tracking.sketch.SketchStore.Input;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.datasketches.thetacommon.BinomialBoundsN;
import org.jspecify.annotations.Nullable;

/**
 * Compares the training data of a run with what it was evaluated on, from what clients found out
 * about both.
 */
@ApplicationScoped
public class DataReportService {

  /** So many, with a thousand columns each, take some 50 MB. */
  private static final int MOST_INPUTS = 20;

  private static final int MOST_DRIFTS = 500;
  private static final Set<String> TRAINING = Set.of("training", "train");
  private static final double LEAKED_SHARE = 0.01;
  private static final double REPEATED_ROWS = 0.5;
  private static final int DEVIATIONS = 2;

  private final SketchStore store;

  DataReportService(SketchStore store) {
    this.store = store;
  }

  private record Pair(Input training, Content trained, Input evaluation, Content evaluated) {}

  private record Ranked(Drift drift, double strength) {}

  /** The report on a run, active or deleted. */
  @Transactional
  public DataReport getReport(String runId) {
    SketchStore.LoggedRun run = store.findRun(runId).orElseThrow(() -> SketchService.noRun(runId));
    List<Input> all = store.findInputs(run.runKey(), MOST_INPUTS + 1);
    List<Input> inputs = all.subList(0, Math.min(MOST_INPUTS, all.size()));
    List<Pair> pairs = pairs(inputs);
    List<Drift> drifts =
        pairs.stream()
            .flatMap(pair -> drifts(pair).stream())
            .sorted(Comparator.comparing(Ranked::strength).reversed())
            .map(Ranked::drift)
            .toList();
    return new DataReport(
        runId,
        inputs.stream().map(DataReportService::describe).toList(),
        pairs.stream().map(DataReportService::overlap).toList(),
        drifts.stream().limit(MOST_DRIFTS).toList(),
        all.size() == inputs.size() && drifts.size() <= MOST_DRIFTS);
  }

  /** The first training data of a run that has profiles; empty where there is no such run, too. */
  @Transactional
  public Optional<TrainingData> findTrainingData(String runId) {
    return store
        .findRun(runId)
        .flatMap(
            run ->
                store.findInputs(run.runKey(), MOST_INPUTS).stream()
                    .filter(input -> input.content() != null && isTraining(input))
                    .findFirst())
        .map(
            input ->
                new TrainingData(
                    input.name(),
                    input.digest(),
                    Objects.requireNonNull(input.content()).columns()));
  }

  private static boolean isTraining(Input input) {
    return input.context() != null && TRAINING.contains(input.context().toLowerCase(Locale.ROOT));
  }

  private static List<Pair> pairs(List<Input> inputs) {
    List<Pair> pairs = new ArrayList<>();
    for (Input training : inputs) {
      for (Input evaluation : inputs) {
        Content trained = training.content();
        Content evaluated = evaluation.content();
        if (trained != null
            && evaluated != null
            && isTraining(training)
            && evaluation.context() != null
            && !isTraining(evaluation)) {
          pairs.add(new Pair(training, trained, evaluation, evaluated));
        }
      }
    }
    return pairs;
  }

  private static DataReport.Input describe(Input input) {
    Content content = input.content();
    return new DataReport.Input(
        input.name(),
        input.digest(),
        input.context(),
        content == null ? null : content.rows(),
        content == null ? null : Math.round(content.rowSketch().distinctRows()),
        missing(input));
  }

  private static @Nullable String missing(Input input) {
    if (input.content() == null) {
      return "It has no sketch: it was logged by another client than Millrace's, or is no table.";
    }
    return input.context() == null ? "It has no context: training, test or another." : null;
  }

  private static Overlap overlap(Pair pair) {
    if (!names(pair.trained()).equals(names(pair.evaluated()))) {
      return overlap(pair, null, null, "Their columns differ, so no row can be the same.");
    }
    RowSketch evaluated = pair.evaluated().rowSketch();
    RowSketch trained = pair.trained().rowSketch();
    double distinct = evaluated.distinctRows();
    RowSketch.Overlap shared = trained.overlap(evaluated);
    double atLeast = bound(shared, false);
    if (pair.training().digest().equals(pair.evaluation().digest())) {
      return overlap(pair, shared, OverlapLevel.LEAK, "They are the same data.");
    } else if (atLeast < 1) {
      return overlap(pair, shared, OverlapLevel.NONE, null);
    } else if (trained.distinctRows() < REPEATED_ROWS * pair.trained().rows()) {
      return overlap(
          pair,
          shared,
          OverlapLevel.SUSPICIOUS,
          "Rows repeat within the training data, so equal rows need not be the same case.");
    }
    return overlap(
        pair,
        shared,
        atLeast >= LEAKED_SHARE * distinct ? OverlapLevel.LEAK : OverlapLevel.SUSPICIOUS,
        null);
  }

  private static Overlap overlap(
      Pair pair,
      RowSketch.@Nullable Overlap shared,
      @Nullable OverlapLevel level,
      @Nullable String reason) {
    double distinct = pair.evaluated().rowSketch().distinctRows();
    return new Overlap(
        pair.training().name(),
        pair.training().digest(),
        pair.evaluation().name(),
        pair.evaluation().digest(),
        Objects.requireNonNull(pair.evaluation().context()),
        shared == null ? null : Math.round(shared.estimate()),
        shared == null ? null : Math.round(bound(shared, false)),
        shared == null ? null : Math.round(bound(shared, true)),
        shared == null || distinct == 0 ? null : Math.min(1, shared.estimate() / distinct),
        level,
        reason);
  }

  private static double bound(RowSketch.Overlap shared, boolean upper) {
    if (shared.theta() >= 1) {
      return shared.samples();
    }
    return upper
        ? BinomialBoundsN.getUpperBound(shared.samples(), shared.theta(), DEVIATIONS, false)
        : BinomialBoundsN.getLowerBound(shared.samples(), shared.theta(), DEVIATIONS, false);
  }

  private static List<Ranked> drifts(Pair pair) {
    Map<String, ColumnProfile> trained = new HashMap<>();
    pair.trained().columns().forEach(column -> trained.putIfAbsent(column.name(), column));
    List<Ranked> drifts = new ArrayList<>();
    for (ColumnProfile column : pair.evaluated().columns()) {
      ColumnProfile before = trained.get(column.name());
      if (before != null && column.name() != null) {
        ColumnDrift drift = ColumnDrift.of(before, column);
        drifts.add(
            new Ranked(
                new Drift(
                    column.name(),
                    pair.training().name(),
                    pair.evaluation().name(),
                    Objects.requireNonNull(pair.evaluation().context()),
                    drift.ks(),
                    drift.psi(),
                    drift.meanShift(),
                    drift.nullShareChange(),
                    drift.level()),
                drift.strength()));
      }
    }
    return drifts;
  }

  private static List<@Nullable String> names(Content content) {
    return content.columns().stream().<@Nullable String>map(ColumnProfile::name).toList();
  }
}

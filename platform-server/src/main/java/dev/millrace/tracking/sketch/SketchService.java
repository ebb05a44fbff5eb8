package dev.millrace.tracking.sketch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.DatasetSketch;
import dev.millrace.core.data.LogDatasetSketches;
import dev.millrace.core.data.RowSketch;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of sketches. They come from anyone who may log, so nothing in them is trusted. */
@ApplicationScoped
public class SketchService {

  private static final int MOST_SKETCHES = 100;
  private static final int MOST_COLUMNS = 1_000;
  private static final int LONGEST_CONTEXT = 500;
  private static final int LONGEST_COLUMN = 1_000;

  private final SketchStore store;

  SketchService(SketchStore store) {
    this.store = store;
  }

  /** Adds sketches of inputs of a run; one that is there already stays. */
  @Transactional
  public void logSketches(String runId, LogDatasetSketches request) {
    List<DatasetSketch> sketches = Require.present(request.sketches(), "sketches");
    if (sketches.size() > MOST_SKETCHES) {
      throw MlflowException.invalidParameter(
          "sketches: at most " + MOST_SKETCHES + " can be logged with one request.");
    }
    List<SketchStore.Sketch> checked =
        IntStream.range(0, sketches.size())
            .mapToObj(i -> checked(sketches.get(i), "sketches[" + i + "]."))
            .toList();
    SketchStore.LoggedRun run = store.findRun(runId).orElseThrow(() -> noRun(runId));
    if (!run.lifecycleStage().equals("active")) {
      throw MlflowException.invalidParameter(
          "The run " + runId + " must be in the 'active' state. Current state is deleted.");
    }
    for (SketchStore.Sketch sketch : checked) {
      if (!store.saveSketch(run.runKey(), sketch)) {
        throw MlflowException.notFound(
            "Run '%s' has no input '%s' with digest '%s'"
                .formatted(runId, sketch.name(), sketch.digest()));
      }
    }
  }

  static MlflowException noRun(String runId) {
    return MlflowException.notFound("Run '" + runId + "' not found");
  }

  private static SketchStore.Sketch checked(DatasetSketch sketch, String path) {
    String context = Require.text(sketch.context(), path + "context");
    Keys.checkLength(path + "context", LONGEST_CONTEXT, context);
    long rows = notNegative(sketch.rows(), path + "rows");
    if (sketch.columns().size() > MOST_COLUMNS) {
      throw MlflowException.invalidParameter(
          path + "columns: at most " + MOST_COLUMNS + " can be logged.");
    }
    for (int i = 0; i < sketch.columns().size(); i++) {
      checkColumn(sketch.columns().get(i), path + "columns[" + i + "].");
    }
    return new SketchStore.Sketch(
        Require.text(sketch.name(), path + "name"),
        Require.text(sketch.digest(), path + "digest"),
        context,
        rows,
        rowSketch(Require.text(sketch.rowSketch(), path + "row_sketch"), path + "row_sketch"),
        json(sketch.columns()));
  }

  private static byte[] rowSketch(String base64, String name) {
    try {
      return RowSketch.parse(Base64.getDecoder().decode(base64)).bytes();
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter("Invalid value for '" + name + "': " + e.getMessage());
    }
  }

  private static void checkColumn(ColumnProfile column, String path) {
    Keys.checkLength(path + "name", LONGEST_COLUMN, Require.present(column.name(), path + "name"));
    Require.present(column.type(), path + "type");
    notNegative(column.count(), path + "count");
    notNegative(column.nulls(), path + "nulls");
    if (column.distinct() != null) {
      notNegative(column.distinct(), path + "distinct");
    }
    Stream.of(column.min(), column.max(), column.mean(), column.stddev())
        .forEach(number -> checkFinite(number, path));
    List<Double> quantiles = column.quantiles();
    if (!quantiles.isEmpty() && quantiles.size() != ColumnProfile.QUANTILES) {
      throw MlflowException.invalidParameter(
          path + "quantiles: there are " + ColumnProfile.QUANTILES + " or none.");
    }
    double previous = Double.NEGATIVE_INFINITY;
    for (double quantile : quantiles) {
      checkFinite(quantile, path);
      if (quantile < previous) {
        throw MlflowException.invalidParameter(path + "quantiles: they must not fall.");
      }
      previous = quantile;
    }
  }

  private static void checkFinite(@Nullable Double number, String path) {
    if (number != null && !Double.isFinite(number)) {
      throw MlflowException.invalidParameter(path + " holds a number that is not finite.");
    }
  }

  private static long notNegative(@Nullable Long number, String name) {
    long present = Require.present(number, name);
    if (present < 0) {
      throw MlflowException.invalidParameter("Invalid value for '" + name + "': it is below 0.");
    }
    return present;
  }

  private static String json(List<ColumnProfile> columns) {
    try {
      return MlflowJson.mapper().writeValueAsString(columns);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read from JSON can be written.", e);
    }
  }
}

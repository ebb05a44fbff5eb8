package dev.millrace.serving.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.Comparison;
import dev.millrace.core.serving.PredictionTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds a candidate to what its own framework predicted, where that was logged with it. A runtime
 * that reads a newer format wrongly answers with confidence, and this is what tells.
 */
public final class ParityCheck {

  /** Relative above 1: models of 32-bit numbers differ a little from one machine to another. */
  private static final double TOLERANCE = 1e-4;

  private static final int MOST_CASES = 100;
  private static final long LARGEST_FILE_BYTES = 10L << 20;

  private final ModelFolder folder;
  private final RuntimeModel model;

  public ParityCheck(ModelFolder folder, RuntimeModel model) {
    this.folder = folder;
    this.model = model;
  }

  /**
   * Asks the model.
   *
   * @throws UnservableModelException where it answers something else
   */
  public void run() {
    Optional<Path> file = folder.file(PredictionTests.FILE);
    if (file.isEmpty()) {
      return;
    }
    List<PredictionTests.Case> cases = read(file.get());
    // Evenly over all of them: the last may be of another kind than the first.
    int count = Math.min(MOST_CASES, cases.size());
    for (int i = 0; i < count; i++) {
      check(cases.get((int) ((long) i * cases.size() / count)));
    }
  }

  private static List<PredictionTests.Case> read(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE_BYTES) {
        throw new UnservableModelException(
            PredictionTests.FILE + " is larger than " + (LARGEST_FILE_BYTES >> 20) + " MB.");
      }
      return PredictionTests.read(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new UnservableModelException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UnservableModelException(PredictionTests.FILE + " cannot be read.", true);
    }
  }

  private void check(PredictionTests.Case one) {
    String answer;
    try {
      answer = MlflowJson.mapper().writeValueAsString(model.scoreJson(one.request()));
    } catch (MlflowException e) {
      throw differs(one, e.text(), e);
    } catch (JsonProcessingException e) {
      throw differs(one, "the predictions are no JSON", e);
    } catch (RuntimeException e) {
      throw differs(one, "the model fails on it", e);
    }
    Comparison comparison = new Comparison(TOLERANCE);
    try {
      one.compare(comparison, answer);
    } catch (IOException e) {
      throw differs(one, "the predictions are no JSON", e);
    }
    if (comparison.fault().isPresent()) {
      throw differs(one, comparison.fault().get(), null);
    }
  }

  private static UnservableModelException differs(
      PredictionTests.Case one, String how, @Nullable Throwable cause) {
    return new UnservableModelException(
        "The model does not answer here what "
            + PredictionTests.FILE
            + " says it answered where it was made: "
            + one.name()
            + ": "
            + how
            + (how.endsWith(".") ? "" : "."),
        cause);
  }
}

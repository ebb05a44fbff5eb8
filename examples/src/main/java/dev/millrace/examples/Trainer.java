package dev.millrace.examples;

import dev.millrace.client.ActiveRun;
import dev.millrace.client.DataFrame;
import dev.millrace.client.Dataset;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelDescription;
import dev.millrace.client.Signature;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.examples.Penguins.Penguin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** Trains by recipes inside runs, so that all of it can be looked up later. */
final class Trainer {

  static final String PARENT_TAG = "mlflow.parentRunId";

  private static final String TRIBUO_VERSION = "4.3.2";
  private static final String MODEL_FILE = "model.tribuo";
  private static final Signature SIGNATURE =
      Signature.of(Penguins.COLUMNS, ColumnType.DOUBLE, ColumnType.STRING);

  private final MillraceClient client;
  private final String experiment;
  private final Penguins penguins;
  private final MutableDataset<Label> training;
  private final Dataset dataset;

  /** A finished run with its model, here and on the server. */
  record Trained(String runId, Model<Label> model, LoggedModel logged, Species.Score validation) {}

  Trainer(MillraceClient client, String experiment, Penguins penguins) {
    this.client = client;
    this.experiment = experiment;
    this.penguins = penguins;
    this.training = Species.dataset(penguins.training(), Penguins.FILE);
    this.dataset = Dataset.ofCsv("palmer-penguins", penguins.csv(), Penguins.SOURCE);
  }

  Dataset dataset() {
    return dataset;
  }

  /** A run with parameters, the data's hash, a point per step, the confusion matrix, the model. */
  Trained trainAndLogModel(String runName, Recipe recipe) {
    try (ActiveRun run = client.startRun(experiment, runName)) {
      Model<Label> model = logTraining(run, recipe);
      Species.Score validation = Species.score(model, penguins.validation());
      Species.Score test = Species.score(model, penguins.test());
      run.logMetric("test_accuracy", test.accuracy());
      run.logMetric("test_log_loss", test.logLoss());
      run.logText("confusion_matrix.txt", Species.confusionMatrix(model, penguins.test()));
      LoggedModel logged = logModel(run, model);
      run.finish();
      return new Trained(run.runId(), model, logged, validation);
    }
  }

  /** A run of a sweep: the same without the model. */
  Species.Score trainOnly(String runName, Recipe recipe, String parentRunId) {
    try (ActiveRun run = client.startRun(experiment, runName, Map.of(PARENT_TAG, parentRunId))) {
      Model<Label> model = logTraining(run, recipe);
      run.finish();
      return Species.score(model, penguins.validation());
    }
  }

  /**
   * Tribuo shows a model only when its training has ended, so the point of step k comes from a
   * training of k steps by the same seed: what the whole training had come to by then.
   */
  private Model<Label> logTraining(ActiveRun run, Recipe recipe) {
    run.logParams(recipe.params());
    run.logInput(dataset, "training");
    Model<Label> model = recipe.train(training, 1);
    for (int step = 1; step <= recipe.steps(); step++) {
      model = recipe.train(training, step);
      Species.Score onTraining = Species.score(model, penguins.training());
      Species.Score onValidation = Species.score(model, penguins.validation());
      run.logMetrics(
          Map.of(
              "training_accuracy", onTraining.accuracy(),
              "training_log_loss", onTraining.logLoss(),
              "validation_accuracy", onValidation.accuracy(),
              "validation_log_loss", onValidation.logLoss()),
          step);
    }
    return model;
  }

  private LoggedModel logModel(ActiveRun run, Model<Label> model) {
    List<Penguin> some = penguins.validation().subList(0, 3);
    DataFrame example =
        new DataFrame(
            Penguins.COLUMNS,
            some.stream().map(penguin -> List.<Object>copyOf(penguin.values())).toList());
    try {
      Path folder = Files.createTempDirectory("millrace-demo-");
      Path file = folder.resolve(MODEL_FILE);
      try {
        model.serializeToFile(file);
        return run.logModel(
            "model", file, ModelDescription.tribuo(MODEL_FILE, TRIBUO_VERSION, SIGNATURE, example));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the model: " + e.getMessage(), e);
    }
  }
}

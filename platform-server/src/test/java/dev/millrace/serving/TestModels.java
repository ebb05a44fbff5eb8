package dev.millrace.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

/** Real models in folders as MLflow lays them out. */
public final class TestModels {

  public static final String DOUBLES =
      "[{\"name\":\"x\",\"type\":\"double\"},{\"name\":\"y\",\"type\":\"double\"}]";

  private static final String[] FEATURES = {"x", "y"};

  private TestModels() {}

  /**
   * A tree that answers with the given label whatever is asked, if it is asked within its domain.
   */
  public static Path labeller(Path folder, String label) throws IOException {
    return labeller(folder, label, DOUBLES);
  }

  public static Path labeller(Path folder, String label, String signature) throws IOException {
    return write(folder, classifier(label, label), signature);
  }

  /** A tree that answers {@code below} where x is less than 0, else {@code above}. */
  public static Path classifier(Path folder, String below, String above) throws IOException {
    return classifier(folder, below, above, DOUBLES);
  }

  public static Path classifier(Path folder, String below, String above, String signature)
      throws IOException {
    return write(folder, classifier(below, above), signature);
  }

  /** A tree that answers the sign of x. */
  public static Path regressor(Path folder) throws IOException {
    List<Example<Regressor>> examples = new ArrayList<>();
    for (int i = -20; i <= 20; i++) {
      examples.add(
          new ArrayExample<>(
              new Regressor("sign", i < 0 ? -1 : 1), FEATURES, new double[] {i, i % 3}));
    }
    return write(
        folder, train(new CARTRegressionTrainer(), examples, new RegressionFactory()), DOUBLES);
  }

  private static Model<Label> classifier(String below, String above) {
    List<Example<Label>> examples = new ArrayList<>();
    for (int i = -20; i <= 20; i++) {
      examples.add(
          new ArrayExample<>(new Label(i < 0 ? below : above), FEATURES, new double[] {i, i % 3}));
    }
    return train(new CARTClassificationTrainer(), examples, new LabelFactory());
  }

  private static <T extends Output<T>> Model<T> train(
      Trainer<T> trainer, List<Example<T>> examples, OutputFactory<T> factory) {
    return trainer.train(
        new MutableDataset<>(
            new ListDataSource<>(
                examples, factory, new SimpleDataSourceProvenance("made up", factory))));
  }

  private static Path write(Path folder, Model<?> model, String signature) throws IOException {
    Files.createDirectories(folder);
    model.serializeToFile(folder.resolve("model.tribuo"));
    return describe(folder, "tribuo: {data: model.tribuo, tribuo_version: 4.3.2}", signature);
  }

  /** Writes the {@code MLmodel} file. */
  public static Path describe(Path folder, String flavor, String signature) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("MLmodel"),
        "flavors:\n  %s\n".formatted(flavor)
            + (signature.isEmpty() ? "" : "signature:\n  inputs: '%s'\n".formatted(signature)));
    return folder;
  }

  /** The checked-in ONNX model, or its variant with a ZipMap. */
  public static Path iris(Path folder, String file, String signature) throws IOException {
    describe(folder, "onnx: {data: model.onnx, onnx_version: 1.20.0}", signature);
    Files.copy(Path.of("src/test/resources/serving/iris-onnx", file), folder.resolve("model.onnx"));
    return folder;
  }

  /** One of the checked-in ONNX models of one operator, see {@code make_odd_onnx.py}. */
  public static Path odd(Path folder, String file, String signature) throws IOException {
    describe(folder, "onnx: {data: model.onnx, onnx_version: 1.20.0}", signature);
    Files.copy(Path.of("src/test/resources/serving/odd-onnx", file), folder.resolve("model.onnx"));
    return folder;
  }

  /** Adds an input example in MLflow's serving form. */
  public static Path withExample(Path folder, String json) throws IOException {
    Files.writeString(folder.resolve("serving_input_example.json"), json);
    Files.writeString(
        folder.resolve("MLmodel"),
        Files.readString(folder.resolve("MLmodel"))
            + "saved_input_example_info:\n  serving_input_path: serving_input_example.json\n");
    return folder;
  }

  /** Adds what the model is said to have predicted where it was made. */
  public static Path withPredictionTests(Path folder, String json) throws IOException {
    Files.createDirectories(folder.resolve("tests"));
    Files.writeString(folder.resolve("tests/predictions.json"), json);
    return folder;
  }
}

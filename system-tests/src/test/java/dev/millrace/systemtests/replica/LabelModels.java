package dev.millrace.systemtests.replica;

import dev.millrace.client.ActiveRun;
import dev.millrace.client.DataFrame;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelDescription;
import dev.millrace.client.Signature;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.tracking.LoggedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Registers versions of a model that answer with a label, whatever they are asked. */
public record LabelModels(String url, Path folder) {

  public static final String MODEL = "labels";
  static final String REQUEST =
      """
      {"dataframe_split": {"columns": ["x", "y"], "data": [[1.0, 2.0]]}}
      """;

  private static final String FILE = "model.tribuo";
  private static final List<String> COLUMNS = List.of("x", "y");

  /** A new version, which is promoted by nobody yet; its number. */
  public String register(String label) throws IOException {
    Path file = folder.resolve(FILE);
    new CARTClassificationTrainer().train(dataset(label)).serializeToFile(file);
    try (MillraceClient client = MillraceClient.connect(url);
        ActiveRun run = client.startRun("replicas", label)) {
      LoggedModel logged =
          run.logModel(
              "model",
              file,
              ModelDescription.tribuo(
                  FILE,
                  "4.3.2",
                  Signature.of(COLUMNS, ColumnType.DOUBLE, ColumnType.STRING),
                  new DataFrame(COLUMNS, List.of(List.of(1.0, 2.0)))));
      run.finish();
      return client.registry().register(MODEL, logged, label).version();
    }
  }

  private static MutableDataset<Label> dataset(String label) {
    LabelFactory labels = new LabelFactory();
    List<Example<Label>> examples = new ArrayList<>();
    for (int i = -20; i <= 20; i++) {
      examples.add(
          new ArrayExample<>(
              new Label(label), COLUMNS.toArray(String[]::new), new double[] {i, i % 3}));
    }
    return new MutableDataset<>(
        new ListDataSource<>(examples, labels, new SimpleDataSourceProvenance("constant", labels)));
  }
}

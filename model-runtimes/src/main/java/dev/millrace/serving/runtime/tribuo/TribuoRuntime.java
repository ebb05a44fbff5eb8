package dev.millrace.serving.runtime.tribuo;

import dev.millrace.core.serving.ModelTrial.Engine;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.serving.runtime.FeatureColumns;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.tribuo.Model;
import org.tribuo.Tribuo;
import org.tribuo.VariableInfo;

/** Loads models that {@code org.tribuo.Model.serializeToFile} wrote. */
public final class TribuoRuntime implements ModelRuntime {

  @Override
  public String flavor() {
    return "tribuo";
  }

  @Override
  public Engine engine() {
    return new Engine("tribuo", Tribuo.VERSION);
  }

  @Override
  public void verify(ModelFolder folder) {
    folder.dataFile(flavor());
    if (folder.signature() != null) {
      requireNumbers(folder.signature());
    }
  }

  @Override
  public RuntimeModel load(ModelFolder folder, RuntimeOptions options) {
    Model<?> model;
    try {
      model = Model.deserializeFromFile(folder.dataFile(flavor()));
    } catch (IOException | RuntimeException e) {
      throw new UnservableModelException(
          "Tribuo cannot load the model: it is damaged, or of a kind that is not served here.", e);
    }
    Set<String> features = new TreeSet<>();
    for (VariableInfo feature : model.getFeatureIDMap()) {
      features.add(feature.getName());
    }
    if (folder.signature() == null) {
      return TribuoModel.of(model, columns(features));
    }
    InputSchema.Columns columns = requireNumbers(folder.signature());
    // Tribuo scores with confidence when features are missing or unknown.
    FeatureColumns.requireSame(columns.names(), features);
    return TribuoModel.of(model, columns);
  }

  private static InputSchema.Columns columns(Set<String> features) {
    return new InputSchema.Columns(
        features.stream().map(name -> new ColumnSpec(name, ColumnType.DOUBLE, true)).toList());
  }

  private static InputSchema.Columns requireNumbers(ModelSignature signature) {
    if (!(signature.inputSchema() instanceof InputSchema.Columns columns)) {
      throw new UnservableModelException(
          "The signature has tensors, and a Tribuo model takes named columns.");
    }
    FeatureColumns.requireNumbers(columns, "a Tribuo model takes numbers.");
    return columns;
  }
}

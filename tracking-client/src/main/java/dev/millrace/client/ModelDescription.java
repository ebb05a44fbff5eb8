package dev.millrace.client;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code MLmodel} file says of a model: which framework reads it, what it takes and gives,
 * and an example of its input.
 *
 * @param flavor MLflow's name of the framework's format: {@code tribuo}, {@code onnx}, …
 * @param flavorSettings the flavor's own keys; {@code data} names the model's file in the folder
 * @param inputExample rows the model can score, or null for none
 */
public record ModelDescription(
    String flavor,
    Map<String, String> flavorSettings,
    Signature signature,
    @Nullable DataFrame inputExample) {

  public ModelDescription {
    flavorSettings = Map.copyOf(new TreeMap<>(flavorSettings));
  }

  /**
   * A Tribuo model.
   *
   * @param dataFile name of the file that {@code Model.serializeToFile} wrote
   * @param tribuoVersion version of Tribuo that wrote it
   */
  public static ModelDescription tribuo(
      String dataFile, String tribuoVersion, Signature signature, DataFrame inputExample) {
    return new ModelDescription(
        "tribuo",
        Map.of("data", dataFile, "tribuo_version", tribuoVersion),
        signature,
        inputExample);
  }
}

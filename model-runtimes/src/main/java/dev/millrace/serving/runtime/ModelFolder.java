package dev.millrace.serving.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model as MLflow lays it out: a folder with an {@code MLmodel} file.
 *
 * @param path the folder, on this machine's disk
 * @param description the {@code MLmodel} file
 * @param signature as logged, or null
 * @param servedAs the endpoint and version that it is loaded for, as a log names them
 */
public record ModelFolder(
    Path path, JsonNode description, @Nullable ModelSignature signature, String servedAs) {

  private static final String DESCRIPTION_FILE = "MLmodel";
  private static final int LARGEST_DESCRIPTION_BYTES = 10 << 20;
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Reads the description.
   *
   * @throws UnservableModelException where it is absent or cannot be understood
   */
  public static ModelFolder read(Path path) {
    return read(path, path.getFileName().toString());
  }

  /** As {@link #read(Path)}, for an endpoint and version of this name. */
  public static ModelFolder read(Path path, String servedAs) {
    Path file = path.resolve(DESCRIPTION_FILE);
    try {
      if (!Files.isRegularFile(file)) {
        throw new UnservableModelException("The model has no MLmodel file.");
      }
      if (Files.size(file) > LARGEST_DESCRIPTION_BYTES) {
        throw new UnservableModelException("The MLmodel file is too large.");
      }
      JsonNode description = YAML.readTree(Files.readAllBytes(file));
      if (description == null || !description.path("flavors").isObject()) {
        throw new UnservableModelException("The MLmodel file names no flavors.");
      }
      return new ModelFolder(path, description, signature(description.path("signature")), servedAs);
    } catch (JsonProcessingException e) {
      throw new UnservableModelException("The MLmodel file is not valid YAML.", e);
    } catch (MlflowException e) {
      throw new UnservableModelException(e.text(), e);
    } catch (IOException e) {
      throw new UnservableModelException("The MLmodel file cannot be read.", e);
    }
  }

  private static @Nullable ModelSignature signature(JsonNode signature) {
    if (!signature.path("inputs").isTextual()) {
      return null;
    }
    JsonNode outputs = signature.path("outputs");
    return ModelSignature.parse(
        signature.path("inputs").asText(), outputs.isTextual() ? outputs.asText() : null);
  }

  /** What the description says of a flavor. */
  public Optional<JsonNode> flavor(String name) {
    return Optional.ofNullable(description.path("flavors").get(name));
  }

  /** The flavors, by name. */
  public String flavorNames() {
    TreeSet<String> names = new TreeSet<>();
    for (Iterator<String> it = description.path("flavors").fieldNames(); it.hasNext(); ) {
      names.add(it.next());
    }
    return String.join(", ", names);
  }

  /**
   * The file that a flavor's {@code data} names.
   *
   * @throws UnservableModelException where it is absent or outside the folder
   */
  public Path dataFile(String flavor) {
    String data = flavor(flavor).map(f -> f.path("data").asText()).orElse("");
    return file(data)
        .orElseThrow(
            () ->
                new UnservableModelException(
                    "The file that the flavor " + flavor + " names as data is not in the model."));
  }

  /** A file of the folder; empty where there is none, or the name leads out of the folder. */
  public Optional<Path> file(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Path file = path.resolve(name).normalize();
    return file.startsWith(path) && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }
}

package dev.millrace.serving.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a model: one that every row of a request must fit, and one for its predictions. A
 * model brings them in the folder {@code schemas}, or among the {@code extra_files} of MLflow's
 * {@code log_model}.
 */
public final class ModelSchemas {

  private static final List<String> FOLDERS = List.of("schemas/", "extra_files/schemas/");
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");
  private static final long LARGEST_BYTES = 1L << 20;

  private final @Nullable DataSchema request;
  private final @Nullable DataSchema response;

  private ModelSchemas(@Nullable DataSchema request, @Nullable DataSchema response) {
    this.request = request;
    this.response = response;
  }

  /**
   * Reads the schemas of a model; those that it has not are fitted by everything.
   *
   * @throws UnservableModelException where one cannot be understood
   */
  public static ModelSchemas read(ModelFolder model) {
    return new ModelSchemas(read(model, "request"), read(model, "response"));
  }

  private static @Nullable DataSchema read(ModelFolder model, String name) {
    for (String folder : FOLDERS) {
      for (String ending : ENDINGS) {
        String file = folder + name + ending;
        Optional<Path> found = model.file(file);
        if (found.isPresent()) {
          return DataSchema.read(file, bytes(file, found.get()));
        }
      }
    }
    return null;
  }

  private static byte[] bytes(String file, Path path) {
    try {
      if (Files.size(path) > LARGEST_BYTES) {
        throw new UnservableModelException(file + " is larger than 1 MB.");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UnservableModelException(file + " cannot be read.", e);
    }
  }

  /**
   * Holds a request to its schema.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where a row does not fit, naming row and column
   */
  public void requireRequest(ModelInput input) {
    if (request == null) {
      return;
    }
    InputRows rows = InputRows.of(input);
    for (int row = 0; row < rows.count(); row++) {
      Optional<DataSchema.Violation> violation = request.check(rows.get(row));
      if (violation.isPresent()) {
        throw MlflowException.invalidParameter(
            "Row %d%s breaks the model's request schema: %s."
                .formatted(row, at(violation.get().place()), ended(violation.get().reason())));
      }
    }
  }

  /**
   * Holds predictions to their schema.
   *
   * @throws MlflowException INTERNAL_ERROR where they do not fit: the model is at fault
   */
  public void requireResponse(Object predictions) {
    if (response == null) {
      return;
    }
    JsonNode document = MlflowJson.mapper().valueToTree(predictions);
    Optional<DataSchema.Violation> violation = response.check(document);
    if (violation.isPresent()) {
      throw new MlflowException(
          ErrorCode.INTERNAL_ERROR,
          "The model's predictions%s break its response schema: %s."
              .formatted(at(violation.get().place()), ended(violation.get().reason())));
    }
  }

  private static String at(String place) {
    return place.isEmpty() ? "" : " at " + place;
  }

  private static String ended(String reason) {
    return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
  }
}

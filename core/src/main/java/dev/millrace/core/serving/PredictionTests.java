package dev.millrace.core.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model's framework predicted, logged with the model: {@code {"cases": [{"name": …,
 * "request": {"dataframe_split": …}, "predictions": […]}]}}.
 */
public final class PredictionTests {

  /** The file's place in the model's folder. */
  public static final String FILE = "tests/predictions.json";

  private static final int MOST_CASES = 10_000;

  private PredictionTests() {}

  /**
   * One request and what it should be answered.
   *
   * @param request in MLflow's scoring protocol
   */
  public record Case(String name, byte[] request, JsonNode predictions) {

    /** Compares what was answered, which is JSON. */
    public void compare(Comparison comparison, String answer) throws IOException {
      comparison.compare(predictions, MlflowJson.mapper().readTree(answer), "");
    }
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException with what is wrong with it, for people
   */
  public static List<Case> read(byte[] file) {
    JsonNode root;
    try {
      root = MlflowJson.mapper().readTree(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(FILE + " is not JSON.", e);
    }
    JsonNode list = root == null ? MissingNode.getInstance() : root.path("cases");
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_CASES) {
      throw new IllegalArgumentException(FILE + " has no list 'cases' of 1 to " + MOST_CASES + ".");
    }
    List<Case> cases = new ArrayList<>();
    for (JsonNode one : list) {
      String place = "case " + (cases.size() + 1);
      if (!one.path("request").isObject() || !one.has("predictions")) {
        throw new IllegalArgumentException(
            FILE + ": " + place + " lacks a request or predictions.");
      }
      try {
        cases.add(
            new Case(
                one.path("name").asText(place),
                MlflowJson.mapper().writeValueAsBytes(one.get("request")),
                one.get("predictions")));
      } catch (IOException e) {
        throw new IllegalArgumentException(FILE + ": " + place + " cannot be sent.", e);
      }
    }
    return cases;
  }
}

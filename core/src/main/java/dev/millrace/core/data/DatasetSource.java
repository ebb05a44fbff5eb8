package dev.millrace.core.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.util.List;
import java.util.Optional;

/** Where a dataset came from, as MLflow's field {@code source} tells it. */
public final class DatasetSource {

  private static final List<String> PLACES = List.of("uri", "url", "path");

  private DatasetSource() {}

  /** The URI, URL or path that a source names; empty where it is not JSON or names none. */
  public static Optional<String> location(String source) {
    try {
      JsonNode json = MlflowJson.mapper().readTree(source);
      return PLACES.stream()
          .map(json::path)
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .findFirst();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}

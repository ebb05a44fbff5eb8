package dev.millrace.core.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * The file below a folder whose path ends as a recorded one does, by the longest end that is
   * there: data that was moved, or that lies in another checkout.
   */
  public static Optional<Path> findBelow(Path folder, Path recorded) {
    Path normal = recorded.normalize();
    for (int from = 0; from < normal.getNameCount(); from++) {
      Path end = normal.subpath(from, normal.getNameCount());
      Path candidate = folder.resolve(end);
      if (!end.startsWith("..") && Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}

package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One request of a case, as the corpus writes it. Texts in it may hold {@code ${variables}}.
 *
 * @param get the path of a GET; a path without a leading slash lies under {@code /api/2.0/mlflow/}
 * @param query parameters of the query string; a list is a repeated parameter
 * @param body sent as JSON
 * @param raw sent as it is, in place of {@code body}
 * @param type the content type, {@code application/json} where it is not given
 * @param capture names of variables, each with where its value is in the answer, such as {@code
 *     run.info.run_id}
 * @param ignore places in the answer that are not compared, such as {@code run.info.user_id}
 * @param explained that the answers differ, and why: the first column of a row of
 *     docs/compatibility.md
 * @param millrace what Millrace answers where that is explained: the status and the error code
 */
record Step(
    @JsonProperty("GET") String get,
    @JsonProperty("POST") String post,
    @JsonProperty("PATCH") String patch,
    @JsonProperty("PUT") String put,
    @JsonProperty("DELETE") String delete,
    Map<String, JsonNode> query,
    JsonNode body,
    String raw,
    String type,
    Map<String, String> capture,
    List<String> ignore,
    String explained,
    String millrace) {

  Step {
    query = query == null ? Map.of() : query;
    capture = capture == null ? Map.of() : capture;
    ignore = ignore == null ? List.of() : ignore;
    if (Stream.of(get, post, patch, put, delete).filter(path -> path != null).count() != 1) {
      throw new IllegalArgumentException("a step has one of GET, POST, PATCH, PUT and DELETE");
    }
    if (body != null && raw != null) {
      throw new IllegalArgumentException("a step has 'body' or 'raw', not both");
    }
    if ((explained == null) != (millrace == null)) {
      throw new IllegalArgumentException("'explained' and 'millrace' come together");
    }
  }

  String method() {
    if (get != null) {
      return "GET";
    }
    if (post != null) {
      return "POST";
    }
    if (patch != null) {
      return "PATCH";
    }
    return put != null ? "PUT" : "DELETE";
  }

  String path() {
    String path =
        Stream.of(get, post, patch, put, delete).filter(p -> p != null).findFirst().orElseThrow();
    return path.startsWith("/") ? path : "/api/2.0/mlflow/" + path;
  }
}

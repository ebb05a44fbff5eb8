package dev.millrace.graphql;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query with its variables.
 *
 * @param operationName which operation to run, where the query has several
 */
public record GraphQlRequest(
    @Nullable String query,
    @Nullable Map<String, @Nullable Object> variables,
    @JsonProperty("operationName") @Nullable String operationName) {

  /**
   * What a GET asks.
   *
   * @param variables a JSON object
   * @throws MlflowException INVALID_PARAMETER_VALUE where the variables are none
   */
  static GraphQlRequest ofQueryString(
      @Nullable String query, @Nullable String variables, @Nullable String operationName) {
    if (variables == null || variables.isEmpty()) {
      return new GraphQlRequest(query, null, operationName);
    }
    try {
      return new GraphQlRequest(
          query, MlflowJson.mapper().readValue(variables, new TypeReference<>() {}), operationName);
    } catch (JsonProcessingException e) {
      throw MlflowException.invalidParameter(
          "Invalid value for parameter 'variables' supplied: it must be a JSON object.");
    }
  }
}

package dev.millrace.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.core.error.MlflowException;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs queries and words their answers as MLflow does: {@code errors} is a list of texts. */
@ApplicationScoped
class GraphQlService {

  /** Keys are the caller's and nulls are told: neither is a rule of the REST routes' JSON. */
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final QueryEngine queries;

  GraphQlService(QueryEngine queries) {
    this.queries = queries;
  }

  /**
   * The answer as JSON.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where there is no query, or none that parses
   */
  String execute(GraphQlRequest request) {
    String query = request.query();
    if (query == null || query.isBlank()) {
      throw MlflowException.invalidParameter("Missing value for required parameter 'query'.");
    }
    Optional<String> excess = QueryLimits.excess(parse(query));
    if (excess.isPresent()) {
      return answer(null, List.of(excess.get()));
    }
    PerRequest perRequest = new PerRequest();
    ExecutionInput.Builder input =
        ExecutionInput.newExecutionInput(query)
            .graphQLContext(Map.of(PerRequest.class, perRequest))
            .variables(request.variables() == null ? Map.of() : request.variables());
    if (request.operationName() != null && !request.operationName().isEmpty()) {
      input.operationName(request.operationName());
    }
    ExecutionResult result = queries.engine().execute(input.build());
    perRequest.throwFault();
    return answer(
        result.getData(), result.getErrors().stream().map(GraphQLError::getMessage).toList());
  }

  private static Document parse(String query) {
    try {
      return Parser.parse(query);
    } catch (InvalidSyntaxException e) {
      throw MlflowException.invalidParameter(
          "Invalid value for parameter 'query' supplied: " + e.getMessage());
    }
  }

  private static String answer(@Nullable Object data, List<String> errors) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("data", data);
    answer.put("errors", errors.isEmpty() ? null : errors);
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

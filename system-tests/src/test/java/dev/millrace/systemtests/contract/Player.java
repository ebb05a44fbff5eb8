package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Plays cases on one server. */
final class Player {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String server;

  /**
   * @param server such as {@code http://127.0.0.1:5000}
   */
  Player(URI server) {
    String url = server.toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * Plays all steps of a case.
   *
   * @param unique a text that no other case uses in a name, {@code ${unique}}
   */
  List<Answer> play(ContractCase contractCase, String unique) {
    Map<String, String> variables = new HashMap<>(Map.of("unique", unique));
    Map<String, String> captured = new HashMap<>();
    List<Answer> answers = new ArrayList<>();
    for (Step step : contractCase.steps()) {
      try {
        Answer answer = send(step, new Template(variables));
        step.capture()
            .forEach(
                (name, place) -> {
                  JsonNode found = Places.find(answer.body(), place);
                  if (found.isValueNode() && !found.isNull()) {
                    variables.put(name, found.asText());
                    captured.put(name, found.asText());
                  }
                });
        answers.add(new Normalizer(captured, step.ignore()).normalize(answer));
      } catch (Template.MissingVariable e) {
        answers.add(new Answer(0, null, e.getMessage()));
      }
    }
    return answers;
  }

  private Answer send(Step step, Template template) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(server + template.fill(step.path()) + query(step, template)))
            .timeout(TIMEOUT)
            .method(step.method(), body(step, template));
    String type = step.type() == null ? "application/json" : step.type();
    if (!type.isEmpty() && (step.body() != null || step.raw() != null)) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), parse(response.body()), null);
    } catch (IOException e) {
      return new Answer(0, null, "no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BodyPublisher body(Step step, Template template) {
    if (step.raw() != null) {
      return BodyPublishers.ofString(template.fill(step.raw()));
    }
    return step.body() == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString(template.fill(step.body()).toString());
  }

  private static String query(Step step, Template template) {
    if (step.query().isEmpty()) {
      return "";
    }
    return step.query().entrySet().stream()
        .flatMap(
            p -> values(template.fill(p.getValue())).map(v -> encode(p.getKey()) + "=" + encode(v)))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static Stream<String> values(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText)
        : Stream.of(value.asText());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String body) {
    try {
      JsonNode tree = JSON.readTree(body);
      return tree == null || tree.isMissingNode() ? TextNode.valueOf(body) : tree;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(body);
    }
  }
}

package dev.millrace.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a case is equal, explained or different. */
class VerdictTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Set<String> ROWS = Set.of("a row");
  private static final String STEP = "{GET: runs/get}";
  private static final String EXPLAINED =
      "{GET: runs/get, explained: a row, millrace: 400 BAD_REQUEST}";
  private static final String REFUSED = "{\"error_code\":\"BAD_REQUEST\",\"message\":\"no\"}";

  @Test
  void equalAnswersAreEqualWhateverTheOrderOfFieldsAndTheIds() {
    Answer mlflow = answer(200, "{\"a\":1,\"id\":\"0123456789abcdef0123456789abcdef\"}");
    Answer millrace = answer(200, "{\"id\":\"f123456789abcdef0123456789abcdef\",\"a\":1.0}");
    assertThat(problems(STEP, mlflow, millrace)).isEmpty();
  }

  @Test
  void eachDifferenceIsNamedByItsPlace() {
    Answer mlflow = answer(200, "{\"run\":{\"tags\":[{\"key\":\"a\"}],\"x\":1},\"list\":[1,2]}");
    Answer millrace = answer(404, "{\"run\":{\"tags\":[{\"key\":\"b\"}]},\"list\":[2,1]}");
    assertThat(problems(STEP, mlflow, millrace))
        .singleElement()
        .asString()
        .contains("status", "body.run.tags.0.key", "body.run.x", "body.list.0", "body.list.1");
  }

  @Test
  void listsThatAreSetsHaveNoOrder() {
    Answer mlflow = answer(200, "{\"tags\":[{\"key\":\"a\"},{\"key\":\"b\"}]}");
    Answer millrace = answer(200, "{\"tags\":[{\"key\":\"b\"},{\"key\":\"a\"}]}");
    assertThat(problems(STEP, mlflow, millrace)).isEmpty();
  }

  @Test
  void anExplainedDifferenceIsFine() {
    assertThat(problems(EXPLAINED, answer(500, "\"<html>\""), answer(400, REFUSED))).isEmpty();
  }

  @Test
  void anExplanationOfNothingIsStale() {
    assertThat(problems(EXPLAINED, answer(400, REFUSED), answer(400, REFUSED)))
        .singleElement()
        .asString()
        .contains("stale");
  }

  @Test
  void anExplanationNamesARowThatExists() {
    assertThat(
            problems(EXPLAINED.replace("a row", "no row"), answer(500, "{}"), answer(400, REFUSED)))
        .singleElement()
        .asString()
        .contains("docs/compatibility.md has no known difference named 'no row'");
  }

  @Test
  void anExplanationSaysWhatMillraceAnswers() {
    assertThat(problems(EXPLAINED, answer(200, "{}"), answer(500, "{}")))
        .singleElement()
        .asString()
        .contains("Millrace answers '500', not '400 BAD_REQUEST'");
  }

  @Test
  void aCaseThatNeitherServerCanPlayIsDifferent() {
    Answer none = new Answer(0, null, "no earlier answer gave 'run'");
    assertThat(problems(STEP, none, none)).singleElement().asString().contains("neither server");
  }

  private static List<String> problems(String step, Answer mlflow, Answer millrace) {
    ContractCase contractCase = new ContractCase("file", "name", null, List.of(step(step)));
    return Verdict.of(contractCase, List.of(mlflow), List.of(millrace), ROWS).problems();
  }

  private static Step step(String yaml) {
    try {
      return YAML.readValue(yaml, Step.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Answer answer(int status, String json) {
    try {
      return new Normalizer(Map.of(), List.of())
          .normalize(new Answer(status, JSON.readTree(json), null));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

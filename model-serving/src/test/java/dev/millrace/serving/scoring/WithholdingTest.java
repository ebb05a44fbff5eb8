package dev.millrace.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WithholdingTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Classes and their probabilities, as ONNX models answer.
        "{\"label\":[0,1],\"probabilities\":[[0.9,0.1],[0.6,0.4]]}"
            + "|{\"label\":[0,null],\"probabilities\":[[0.9,0.1],null]}|[1]",
        // Probabilities by class, as Tribuo tells them.
        "[{\"low\":0.55,\"high\":0.45},{\"low\":0.05,\"high\":0.95}]"
            + "|[null,{\"low\":0.05,\"high\":0.95}]|[0]",
        "[[0.2,0.3,0.5],[0.0,0.1,0.9]]|[null,[0.0,0.1,0.9]]|[0]",
        // The probability of one of two classes.
        "[0.95,0.5,0.05]|[0.95,null,0.05]|[1]",
        "[[0.8,0.2]]|[[0.8,0.2]]|[]"
      })
  void whatIsNotSureEnoughIsWithheld(String predictions, String given, String withheld)
      throws JsonProcessingException {
    ObjectNode answer = apply(predictions);
    assertThat(answer.get("predictions")).isEqualTo(JSON.readTree(given));
    assertThat(answer.get("withheld")).isEqualTo(JSON.readTree(withheld));
  }

  /** A label that is a number is no probability, and neither are scores. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0,1]",
        "[\"low\"]",
        "[1.7,0.2]",
        "[[0.7,0.7]]",
        "[[-0.5,1.5]]",
        "{\"label\":[0,1]}",
        "{\"label\":[0],\"scores\":[[3.0,-1.0]]}"
      })
  void withoutProbabilitiesNothingIsGivenOut(String predictions) {
    assertThatThrownBy(() -> apply(predictions))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("tells no probabilities");
  }

  @Test
  void noRowsAreNothingToWithhold() throws JsonProcessingException {
    assertThat(apply("[]").toString()).isEqualTo("{\"predictions\":[],\"withheld\":[]}");
  }

  private static ObjectNode apply(String predictions) throws JsonProcessingException {
    ObjectNode body = JSON.createObjectNode();
    body.set("predictions", JSON.readTree(predictions));
    return new Withholding(0.7).apply(body);
  }
}

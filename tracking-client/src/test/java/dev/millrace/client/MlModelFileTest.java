package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.signature.ColumnType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MlModelFileTest {

  private static final DataFrame EXAMPLE =
      new DataFrame(List.of("a", "b"), List.of(List.of(1.5, 2.0)));

  @Test
  void isTheYamlThatMlflowReads() {
    ModelDescription description =
        ModelDescription.tribuo(
            "model.tribuo",
            "4.3.2",
            Signature.of(List.of("a", "b"), ColumnType.DOUBLE, ColumnType.STRING),
            EXAMPLE);
    String yaml =
        MlModelFile.yaml(description, "m-1f", "r1", Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(yaml)
        .isEqualTo(
            """
            flavors:
              tribuo:
                data: "model.tribuo"
                tribuo_version: "4.3.2"
            model_id: "m-1f"
            model_uuid: "1f"
            run_id: "r1"
            saved_input_example_info:
              artifact_path: "input_example.json"
              pandas_orient: "split"
              serving_input_path: "serving_input_example.json"
              type: "dataframe"
            signature:
              inputs: "[{\\"type\\":\\"double\\",\\"name\\":\\"a\\",\\"required\\":true},{\\"type\\":\\"double\\",\\"name\\":\\"b\\",\\"required\\":true}]"
              outputs: "[{\\"type\\":\\"string\\",\\"required\\":true}]"
              params: null
            utc_time_created: "2026-01-02 03:04:05.678000"
            """);
  }

  @Test
  void inputExampleIsSplitOriented() {
    assertThat(MlModelFile.inputExample(EXAMPLE))
        .isEqualTo("{\"columns\":[\"a\",\"b\"],\"data\":[[1.5,2.0]]}");
    assertThat(MlModelFile.servingInput(EXAMPLE))
        .isEqualTo("{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1.5,2.0]]}}");
  }
}

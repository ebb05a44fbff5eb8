package dev.millrace.tracking.scoring;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.batch.ScoringRecorder;
import dev.millrace.core.batch.ScoringRecorder.Content;
import dev.millrace.core.batch.ScoringRecorder.Scored;
import dev.millrace.core.error.MlflowException;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ScoringRunsTest {

  private static final String SHA256 = "0123456789abcdef".repeat(4);
  private static final String OTHER_SHA256 = "fedcba9876543210".repeat(4);

  @Inject ScoringRecorder recorder;

  private static Scored job(String name, String file, @Nullable String modelId) {
    return new Scored(
        name,
        "ada",
        "m",
        "3",
        modelId,
        new Content("mlflow-artifacts:/in/" + file, SHA256),
        new Content("mlflow-artifacts:/out/" + file, OTHER_SHA256),
        "CSV",
        5,
        0,
        1_700_000_000_000L);
  }

  @Test
  void aFileWhoseNameIsLongerThanADatasetsMayBeIsRecordedByItsBeginning() {
    String file = "ä".repeat(600) + ".csv";
    JsonPath recorded = run(recorder.record(job("long", file, null)));
    assertThat(recorded.getString("run.info.status")).isEqualTo("FINISHED");
    assertThat(recorded.getList("run.inputs.dataset_inputs.dataset.name"))
        .isEqualTo(List.of("ä".repeat(500), "ä".repeat(500)));
    assertThat(recorded.getString("run.inputs.dataset_inputs[0].dataset.source")).contains(file);
  }

  @Test
  void aRunThatCannotBeDescribedFailedAndDoesNotGoOn() {
    String name = "refused-" + UUID.randomUUID();
    assertThatThrownBy(() -> recorder.record(job(name, "rows.csv", "m".repeat(300))))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("model_id");
    String experiment =
        ok(get(EXPERIMENTS + "get-by-name", Map.of("experiment_name", "batch-scoring")))
            .getString("experiment.experiment_id");
    List<String> states =
        ok(post(
                RUNS + "search",
                Map.of(
                    "experiment_ids",
                    List.of(experiment),
                    "filter",
                    "tags.`millrace.schedule` = '" + name + "'")))
            .getList("runs.info.status");
    assertThat(states).containsExactly("FAILED");
  }
}

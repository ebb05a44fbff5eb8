package dev.millrace.artifacts;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.artifact.GetStorageReport.ExperimentStorage;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the artifacts take, in all and by experiment. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LocalStoreResource.class)
class StorageReportResourceTest {

  private static final String REPORT = "/api/millrace/v1/admin/storage";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

  @Inject StorageReportStore store;

  private static void upload(String path, byte[] content) {
    assertThat(
            given()
                .contentType("application/octet-stream")
                .body(content)
                .put(FILES + path)
                .statusCode())
        .isEqualTo(200);
  }

  private List<ExperimentStorage> of(String... experimentIds) {
    return store.largestExperiments(10_000).stream()
        .filter(each -> List.of(experimentIds).contains(each.experimentId()))
        .toList();
  }

  @Test
  void experimentsAreToldByTheBytesOfTheirFilesTheLargestFirst() {
    String small = newExperiment();
    String large = newExperiment();
    String empty = newExperiment();
    String place = "elsewhere/" + UUID.randomUUID();
    String moved =
        ok(post(
                EXPERIMENTS + "create",
                Map.of("name", place, "artifact_location", "mlflow-artifacts:/" + place)))
            .getString("experiment_id");
    byte[] content = new byte[100];
    upload(small + "/r/artifacts/a", content);
    upload(large + "/r/artifacts/a", content);
    upload(large + "/r/artifacts/b", new byte[5_000]);
    // Behind the folder of the small one in the order of paths.
    upload(small + "0/a", content);
    upload(place + "/r/artifacts/a", new byte[200]);
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", large)));

    List<ExperimentStorage> found = of(small, large, empty, moved);

    assertThat(found)
        .extracting(ExperimentStorage::experimentId)
        .containsExactly(large, moved, small);
    assertThat(found).extracting(ExperimentStorage::bytes).containsExactly(5_100L, 200L, 100L);
    assertThat(found).extracting(ExperimentStorage::files).containsExactly(2L, 1L, 1L);
    assertThat(found.get(0).lifecycleStage()).isEqualTo("deleted");
  }

  @Test
  void theReportHasTotalsAndAsManyExperimentsAsAreAskedFor() {
    String one = newExperiment();
    String other = newExperiment();
    upload(one + "/r/artifacts/a", one.repeat(50).getBytes(StandardCharsets.UTF_8));
    upload(other + "/r/artifacts/a", one.repeat(50).getBytes(StandardCharsets.UTF_8));

    JsonPath report = ok(get(REPORT, Map.of("experiments", 1)));

    assertThat(report.getList("experiments")).hasSize(1);
    assertThat(report.getLong("counted_at")).isPositive();
    assertThat(report.getLong("total.files")).isGreaterThanOrEqualTo(2);
    assertThat(report.getLong("total.bytes"))
        .isEqualTo(report.getLong("total.stored_bytes") + report.getLong("total.saved_bytes"));
    assertThat(report.getLong("waiting.objects")).isNotNegative();
    // A minute long it is not counted anew.
    assertThat(ok(get(REPORT, Map.of())).getLong("counted_at"))
        .isEqualTo(report.getLong("counted_at"));
    assertInvalid(get(REPORT, Map.of("experiments", 0)), "'experiments'");
    assertInvalid(get(REPORT, Map.of("experiments", 101)), "'experiments'");
  }

  @Test
  void whatNoFileRefersToWaitsWithItsBytes() {
    String path = newExperiment() + "/r/artifacts/a";
    upload(path, path.getBytes(StandardCharsets.UTF_8));
    assertThat(store.waiting().bytes()).isNotNegative();
    long objects = store.waiting().objects();
    assertThat(objects == 0).isEqualTo(store.waiting().since() == null);
  }
}

package dev.millrace.lineage;

import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LineageRefusalTest {

  private static final String LINEAGE = "/api/millrace/v1/lineage";
  private static final String DATASETS = "/api/millrace/v1/datasets/";

  @Test
  void unknownAndUnreadableNodesAreRefusedByName() {
    for (String node :
        List.of(
            "dataset:nowhere",
            "dataset:" + "0".repeat(64),
            "run:nowhere",
            "model:m-nowhere",
            "version:nowhere/1",
            "version:a/999999999",
            "alias:nowhere@champion",
            "endpoint:nowhere")) {
      assertNotFound(get(LINEAGE, Map.of("node", node)), node);
    }
    for (String node : List.of("", "run", "run:", ":x", "planet:mars")) {
      assertInvalid(get(LINEAGE, Map.of("node", node)), "'node'");
    }
    for (String node :
        List.of("version:a", "version:a/b", "version:a/0", "version:a/9999999999", "alias:a")) {
      assertInvalid(get(LINEAGE, Map.of("node", node)), "version:<name>/<number>");
    }
    assertInvalid(get(LINEAGE, Map.of("node", "run:x", "depth", 21)), "depth");
    assertInvalid(get(LINEAGE, Map.of("node", "run:x", "limit", 0)), "limit");
    assertInvalid(get(LINEAGE, Map.of("node", "run:x", "direction", "sideways")), "direction");
    assertNotFound(get(DATASETS + "nowhere", Map.of()), "'nowhere'");
    assertInvalid(get(DATASETS + "nowhere", Map.of("max_results", 0)), "max_results");
    assertInvalid(get(DATASETS + "nowhere", Map.of("page_token", "x")), "page token");
  }

  @Test
  void noTextAtAllIsAFaultOfTheServer() {
    for (String kind : List.of("dataset", "run", "model", "version", "alias", "endpoint")) {
      for (String id :
          List.of(
              "%00",
              "a%00/1",
              "%ED%A0%80/1",
              "%F0%9F%98%80@%22%27%5C",
              "a/1@b/1",
              "%25",
              "x".repeat(9_000))) {
        int status =
            given()
                .urlEncodingEnabled(false)
                .get(LINEAGE + "?node=" + kind + ":" + id)
                .statusCode();
        assertThat(status).as(kind + ":" + id).isIn(400, 404);
      }
    }
    for (String digest : List.of("%20", "%F0%9F%98%80", "%25", "x".repeat(9_000), "%ED%A0%80")) {
      int status = given().urlEncodingEnabled(false).get(DATASETS + digest).statusCode();
      assertThat(status).as(digest).isIn(400, 404);
    }
  }
}

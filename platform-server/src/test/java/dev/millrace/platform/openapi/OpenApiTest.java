package dev.millrace.platform.openapi;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The committed description of the API is what the server says of itself. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class OpenApiTest {

  private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");

  private final ObjectMapper json =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @Test
  void committedDescriptionIsCurrent() throws IOException {
    String current = described();
    if (Boolean.getBoolean("millrace.openapi.refresh")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, current);
    }
    assertThat(COMMITTED).as("refresh it with: make docs").exists();
    assertThat(Files.readString(COMMITTED)).as("refresh it with: make docs").isEqualTo(current);
  }

  @Test
  void everyPropertyIsInSnakeCase() throws IOException {
    List<String> wrong = new ArrayList<>();
    json.readTree(described())
        .path("components")
        .path("schemas")
        .fields()
        .forEachRemaining(
            schema ->
                schema
                    .getValue()
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!name.matches("[a-z][a-z0-9_]*")) {
                            wrong.add(schema.getKey() + "." + name);
                          }
                        }));
    assertThat(wrong).isEmpty();
  }

  @Test
  void answersSayWhatIsAlwaysThere() throws IOException {
    JsonNode schemas = json.readTree(described()).path("components").path("schemas");
    List<String> ofVersions = new ArrayList<>();
    schemas.path("ModelVersion").path("required").forEach(name -> ofVersions.add(name.asText()));
    // Not what may be absent, and no list: an empty one is left out.
    assertThat(ofVersions)
        .containsExactlyInAnyOrder(
            "name",
            "version",
            "creation_timestamp",
            "last_updated_timestamp",
            "current_stage",
            "source",
            "status");
    assertThat(schemas.path("CreateModelVersion").has("required")).isFalse();
  }

  private String described() throws IOException {
    JsonNode tree = json.readTree(get("/q/openapi?format=json").asString());
    // Through a map, so that the order of the keys does not depend on the order of the classes.
    return json.writeValueAsString(json.treeToValue(tree, Object.class)) + "\n";
  }
}

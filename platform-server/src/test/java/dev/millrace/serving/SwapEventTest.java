package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitFailed;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class SwapEventTest {

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject DataSource database;

  @Test
  void eachSwapIsToldOnceAndAFailedOneIsNot() throws Exception {
    assertThat(
            given()
                .contentType("application/json")
                .body(
                    Map.of(
                        "name", "swaps",
                        "url", "https://93.184.216.34/",
                        "events", List.of("endpoint.swapped")))
                .post("/api/millrace/v1/webhooks")
                .statusCode())
        .isEqualTo(200);
    // A place that deliveries are refused to, so that none leaves this machine.
    Sql.execute(database, "UPDATE webhooks SET url = 'https://127.0.0.1:1/'");
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "v1"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "v2"));
    registry.register(name, 3, Files.createDirectory(models.resolve("empty")));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    registry.move(name, "champion", 3);
    awaitFailed(name, 3);
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    String told = "SELECT count(*) FROM webhook_deliveries WHERE data->>'endpoint' = '" + name;
    Await.until(
        "both swaps to be told",
        () ->
            Sql.number(database, told + "' AND data->>'to_version' = '2'") == 1
                && Sql.number(database, told + "' AND data->>'to_version' = '1'") == 1);
    Await.until(
        "the old version to be freed",
        () -> ServingFixture.swaps(name).getString("swaps[0].state").equals("FREED"));
    assertThat(Sql.number(database, told + "'")).isEqualTo(2);
    assertThat(
            Sql.number(
                database,
                told
                    + "' AND event = 'endpoint.swapped' AND data->>'model_name' = '"
                    + name
                    + "' AND data->>'alias' = 'champion' AND data->>'from_version' = '1'"))
        .isOne();
  }
}

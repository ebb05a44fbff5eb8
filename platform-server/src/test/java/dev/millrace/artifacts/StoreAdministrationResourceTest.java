package dev.millrace.artifacts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.artifact.IndexArtifacts;
import dev.millrace.core.error.MlflowException;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator asks of the store. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LocalStoreResource.class)
class StoreAdministrationResourceTest {

  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final String API = "/api/millrace/v1/artifacts/";

  @Inject ArtifactRepository repository;
  @Inject ArtifactStore manifest;
  @Inject UploadService uploads;
  @Inject DataSource dataSource;

  private String root;

  @BeforeEach
  void chooseARootOfItsOwn() {
    root = "t-" + UUID.randomUUID();
  }

  @Test
  void objectsThatLieThereBecomeFilesAndStayWhereTheyAre() throws IOException {
    lay(root + "/run/artifacts/model/MLmodel", "flavors: " + root);
    lay(root + "/run/artifacts/empty.txt", "");
    lay(root + "/run/artifacts/wéird + name.txt", "x" + root);

    JsonPath dry = index(Map.of("prefix", root + "/", "dry_run", true));
    assertThat(dry.getInt("registered")).isEqualTo(3);
    assertThat(given().get(FILES + root + "/run/artifacts/empty.txt").statusCode()).isEqualTo(404);

    JsonPath done = index(Map.of("prefix", root + "/"));

    assertThat(done.getInt("registered")).isEqualTo(3);
    assertThat(done.getString("after")).isNull();
    assertThat(done.getInt("bytes"))
        .isEqualTo(("flavors: " + root).length() + ("x" + root).length());
    assertThat(given().get(FILES + root + "/run/artifacts/model/MLmodel").asString())
        .isEqualTo("flavors: " + root);
    assertThat(given().get(FILES + root + "/run/artifacts/{name}", "wéird + name.txt").asString())
        .isEqualTo("x" + root);
    assertThat(repository.list(root + "/", "", 10)).hasSize(3);
    assertThat(index(Map.of("prefix", root + "/")).getInt("known")).isEqualTo(3);
  }

  @Test
  void aRemovedFileTakesTheObjectThatLayThereWithIt() throws IOException {
    lay(root + "/a.bin", "content of " + root);
    index(Map.of("prefix", root + "/"));

    given().delete(FILES + root + "/a.bin");

    assertThatThrownBy(() -> repository.read(root + "/a.bin", 0, 1).close())
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aContentThatIsStoredAlreadyIsShared() throws IOException {
    String content = "the same in " + root;
    given().body(content.getBytes(StandardCharsets.UTF_8)).put(FILES + root + "/known");
    lay(root + "/left/a.bin", content);

    JsonPath done = index(Map.of("prefix", root + "/left/"));

    assertThat(done.getInt("shared")).isEqualTo(1);
    assertThat(given().get(FILES + root + "/left/a.bin").asString()).isEqualTo(content);
  }

  @Test
  void aKeyThatIsNoPathIsRefusedByName() throws IOException {
    lay(root + "/a#b", "x");
    lay(root + "/fine", "y" + root);

    JsonPath done = index(Map.of("prefix", root + "/"));

    assertThat(done.getInt("registered")).isEqualTo(1);
    assertThat(done.getString("refused[0]")).contains(root + "/a#b", "Invalid path");
  }

  @Test
  void anObjectThatCannotBeReadHoldsUpNoOther() throws IOException {
    lay(root + "/archived", "a" + root);
    lay(root + "/fine", "b" + root);
    lay(root + "/gone", "c" + root);
    ArtifactRepository failing =
        new StubbornRepository(
            repository,
            Map.of(
                root + "/archived", new S3Exception("InvalidObjectState"),
                root + "/gone", new FileNotFoundException("NoSuchKey")));

    IndexArtifacts.Response done =
        new ArtifactIndex(manifest, uploads, failing)
            .index(new IndexArtifacts(root + "/", null, false));

    assertThat(done.registered()).isEqualTo(1);
    assertThat(done.refused())
        .singleElement()
        .asString()
        .contains(root + "/archived", "InvalidObjectState");
    ArtifactRepository away =
        new StubbornRepository(repository, Map.of(root + "/gone", new S3Exception("SlowDown")));
    assertThatThrownBy(
            () ->
                new ArtifactIndex(manifest, uploads, away)
                    .index(new IndexArtifacts(root + "/", null, false)))
        .as("a store that is busy is asked again")
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("store");
  }

  @Test
  void whatSharingSavesIsTold() {
    byte[] content = ("shared by " + root).getBytes(StandardCharsets.UTF_8);
    JsonPath before = given().get(API + "usage").jsonPath();

    for (int i = 0; i < 3; i++) {
      given().body(content).put(FILES + root + "/" + i);
    }

    JsonPath after = given().get(API + "usage").jsonPath();
    assertThat(after.getLong("files") - before.getLong("files")).isEqualTo(3);
    assertThat(after.getLong("objects") - before.getLong("objects")).isEqualTo(1);
    assertThat(after.getLong("saved_bytes") - before.getLong("saved_bytes"))
        .isEqualTo(2L * content.length);
    assertThat(after.getLong("stored_bytes") - before.getLong("stored_bytes"))
        .isEqualTo(content.length);
  }

  @Test
  void orphansAreCollectedWhenAsked() throws Exception {
    String key = "cc/0000000000000000000000000000cc";
    lay(key, "of an upload that broke off");
    Sql.execute(
        dataSource,
        "INSERT INTO unreferenced_objects VALUES ('" + key + "', now() - interval '2 hours')");

    assertThat(collect("3h").jsonPath().getInt("objects")).isZero();
    assertThat(collect("1h").jsonPath().getInt("objects")).isEqualTo(1);

    assertThatThrownBy(() -> repository.read(key, 0, 1).close())
        .isInstanceOf(FileNotFoundException.class);
    Response refused = collect("soon");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains("soon");
  }

  private static Response collect(String age) {
    return given()
        .contentType("application/json")
        .body(Map.of("older_than", age))
        .post(API + "collect");
  }

  private static JsonPath index(Map<String, Object> request) {
    Response response = given().contentType("application/json").body(request).post(API + "index");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }

  private void lay(String key, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    repository.write(key, new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length));
  }
}

package dev.millrace.artifacts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Folders as one file. */
@QuarkusTest
@TestProfile(FixtureDirectories.Profile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LocalStoreResource.class)
class ArchiveResourceTest {

  private static final String LONG = "x".repeat(180);
  private static final String API = "/api/millrace/v1/";
  private static final Map<String, String> FILES =
      Map.of("a.txt", "first", "empty", "", "sub/ü " + LONG + "/b.bin", "second".repeat(20_000));

  @BeforeEach
  void storeFiles() {
    for (String root : new String[] {FixtureDirectories.RUN_ROOT, FixtureDirectories.MODEL_ROOT}) {
      FILES.forEach(
          (name, content) ->
              given()
                  .body(content.getBytes(StandardCharsets.UTF_8))
                  .put(
                      "/api/2.0/mlflow-artifacts/artifacts/{path}",
                      root.substring("mlflow-artifacts:/".length()) + "/archived/" + name));
    }
  }

  @AfterEach
  void removeFiles() {
    for (String root : new String[] {FixtureDirectories.RUN_ROOT, FixtureDirectories.MODEL_ROOT}) {
      given()
          .delete(
              "/api/2.0/mlflow-artifacts/artifacts/{path}",
              root.substring("mlflow-artifacts:/".length()) + "/archived");
    }
  }

  @Test
  void aFolderOfARunComesAsZip() throws IOException {
    Response zip =
        given().get(API + "runs/" + FixtureDirectories.RUN_ID + "/archive?path=archived");

    assertThat(zip.statusCode()).isEqualTo(200);
    assertThat(zip.contentType()).isEqualTo("application/zip");
    assertThat(zip.header("Content-Disposition"))
        .isEqualTo("attachment; filename=" + FixtureDirectories.RUN_ID + "-archived.zip");
    assertThat(zip.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(unzip(zip.asByteArray())).isEqualTo(FILES);
  }

  @Test
  void aFolderOfALoggedModelComesAsTar() throws IOException {
    Response tar =
        given()
            .get(
                API
                    + "logged-models/"
                    + FixtureDirectories.MODEL_ID
                    + "/archive?path=archived&format=tar.gz");

    assertThat(tar.contentType()).isEqualTo("application/gzip");
    assertThat(untar(tar.asByteArray())).isEqualTo(FILES);
  }

  @Test
  void aModelVersionComesWhole() throws IOException {
    Response zip = given().get(API + "model-versions/archive?name=churn&version=1");

    assertThat(zip.header("Content-Disposition")).contains("churn-v1.zip");
    assertThat(unzip(zip.asByteArray())).containsKey("archived/a.txt");
  }

  @Test
  void whatIsNotThereOrNotAFormatIsNamed() {
    String run = API + "runs/" + FixtureDirectories.RUN_ID + "/archive?path=";
    assertThat(given().get(run + "nowhere").statusCode()).isEqualTo(404);
    assertThat(given().get(run + "..").statusCode()).isEqualTo(400);
    assertThat(given().get(API + "runs/unknown/archive").statusCode()).isEqualTo(404);
    Response refused = given().get(run + "archived&format=rar");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains("rar", "zip or tar.gz");
  }

  private static Map<String, String> unzip(byte[] bytes) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static Map<String, String> untar(byte[] bytes) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}

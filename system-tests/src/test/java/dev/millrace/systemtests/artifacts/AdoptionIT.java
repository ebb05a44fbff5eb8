package dev.millrace.systemtests.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.bench.server.ArtifactPlace;
import dev.millrace.bench.server.ServerUnderTest;
import dev.millrace.bench.server.SharedPostgres;
import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.testing.MinioProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Millrace takes over the artifacts of a real {@code mlflow server}. */
class AdoptionIT {

  private static final String FOLDER = "/api/2.0/mlflow-artifacts/artifacts";
  private static final Map<String, String> FILES =
      Map.of(
          "1/0123456789abcdef0123456789abcdef/artifacts/model/MLmodel", "flavors: {}",
          "1/0123456789abcdef0123456789abcdef/artifacts/50%25%20of%20it.txt", "half",
          "2/fedcba9876543210fedcba9876543210/artifacts/model/MLmodel", "flavors: {}");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void whatMlflowStoredInADirectoryIsThereUnderTheSamePaths() throws Exception {
    ArtifactPlace place = ArtifactPlace.directory(directory.resolve("artifacts"));
    try (ServerProcess millrace =
        ServerProcess.start(directory.resolve("data"), "--artifacts", place.location())) {
      storeByMlflowAndAdopt(place, "requirements.txt", millrace);
    }
  }

  @Test
  void whatMlflowStoredInABucketIsThereUnderTheSamePaths() throws Exception {
    try (MinioProcess minio = MinioProcess.start(directory.resolve("minio"));
        ServerProcess millrace = BucketServer.start(minio, directory)) {
      ArtifactPlace place = new ArtifactPlace(BucketServer.LOCATION, BucketServer.access(minio));
      storeByMlflowAndAdopt(place, "../../bench/requirements.txt", millrace);
    }
  }

  private void storeByMlflowAndAdopt(
      ArtifactPlace place, String requirements, ServerProcess millrace) throws Exception {
    Path python = PythonEnvironment.interpreter(Path.of("python").toAbsolutePath(), requirements);
    List<String> listed;
    try (SharedPostgres postgres = SharedPostgres.start(directory.resolve("postgres"));
        ServerUnderTest mlflow =
            ServerUnderTest.startMlflow(
                python,
                postgres.createDatabase("mlflow"),
                directory.resolve("mlflow"),
                place,
                List.of("--workers", "1"))) {
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        put(mlflow.url(), file.getKey(), file.getValue());
      }
      listed = list(mlflow.url());
    }

    URI server = URI.create(millrace.url());
    JsonNode done =
        new ObjectMapper().readTree(millrace.post("/api/millrace/v1/artifacts/index", "{}").body());

    assertThat(done.path("registered").asInt()).as(done.toString()).isEqualTo(FILES.size());
    assertThat(done.path("refused")).isEmpty();
    assertThat(list(server)).isEqualTo(listed).isNotEmpty();
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      assertThat(get(server, FOLDER + "/" + file.getKey())).isEqualTo(file.getValue());
    }
  }

  private void put(URI server, String path, String content) throws Exception {
    HttpRequest put =
        HttpRequest.newBuilder(server.resolve(FOLDER + "/" + path))
            .PUT(BodyPublishers.ofString(content))
            .build();
    assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private List<String> list(URI server) throws Exception {
    String query = "?path=1/0123456789abcdef0123456789abcdef/artifacts";
    return new ObjectMapper()
        .readTree(get(server, FOLDER + query)).findValuesAsText("path").stream().sorted().toList();
  }

  private String get(URI server, String path) throws Exception {
    return http.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }
}

package dev.millrace.systemtests.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import dev.millrace.testing.MinioProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is larger than the server's heap, moved by the official client, with a real MinIO.
 */
class LargeArtifactIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path directory;

  @Test
  void aGigabytePassesThroughASmallHeapAndPastIt() throws Exception {
    try (MinioProcess minio = MinioProcess.start(directory.resolve("minio"));
        ServerProcess server = BucketServer.start(minio, directory)) {
      move(server, "through", "false");
      move(server, "past", "true");
      assertThat(server.output()).doesNotContain(" ERROR ", " WARN ");
    }
  }

  /** In parts straight to MinIO where the client is told so, else through the server. */
  private void move(ServerProcess server, String name, String inParts) throws Exception {
    Path python =
        PythonEnvironment.interpreter(Path.of("python").toAbsolutePath(), "requirements.txt");
    Path work = Files.createDirectory(directory.resolve(name));
    Map<String, String> environment = new HashMap<>();
    environment.put("MLFLOW_TRACKING_URI", server.url());
    environment.put("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", inParts);
    environment.put("MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD", inParts);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    ToolProcess.Result result =
        ToolProcess.run(
            List.of(python.toString(), "move_a_large_file.py", work.toString()),
            Path.of("large").toAbsolutePath(),
            environment,
            LIMIT);
    assertThat(result.exitCode()).as(name + " the server").isZero();
  }
}

package dev.millrace.systemtests.artifacts;

import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.testing.MinioProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The packaged server with its artifacts in a MinIO, in a heap that is smaller than what passes.
 */
final class BucketServer {

  /** Where in the MinIO the artifacts are. */
  static final String LOCATION = "s3://models/a-prefix";

  private static final String HEAP = "256m";

  private BucketServer() {}

  static ServerProcess start(MinioProcess minio, Path directory) {
    Map<String, String> variables = new HashMap<>(access(minio));
    variables.put("MILLRACE_PORT", "0");
    variables.put("MILLRACE_DATA_DIR", directory.resolve("data").toString());
    variables.put("MILLRACE_ARTIFACTS", LOCATION);
    return ServerProcess.startByVariables(directory, variables, HEAP);
  }

  /** What a server, this one or MLflow's, needs to know of the MinIO. */
  static Map<String, String> access(MinioProcess minio) {
    return Map.of(
        "MLFLOW_S3_ENDPOINT_URL",
        minio.url().toString(),
        "AWS_ACCESS_KEY_ID",
        MinioProcess.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        MinioProcess.SECRET_KEY);
  }
}

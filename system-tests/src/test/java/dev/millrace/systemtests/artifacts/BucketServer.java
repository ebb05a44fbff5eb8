package dev.millrace.systemtests.artifacts;

import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.testing.MinioProcess;
import java.nio.file.Path;
import java.util.Map;

/**
 * The packaged server with its artifacts in a MinIO, in a heap that is smaller than what passes.
 */
final class BucketServer {

  private static final String HEAP = "256m";

  private BucketServer() {}

  static ServerProcess start(MinioProcess minio, Path directory) {
    return ServerProcess.startByVariables(
        directory,
        Map.of(
            "MILLRACE_PORT",
            "0",
            "MILLRACE_DATA_DIR",
            directory.resolve("data").toString(),
            "MILLRACE_ARTIFACTS",
            "s3://models/a-prefix",
            "MLFLOW_S3_ENDPOINT_URL",
            minio.url().toString(),
            "AWS_ACCESS_KEY_ID",
            MinioProcess.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            MinioProcess.SECRET_KEY),
        HEAP);
  }
}

package dev.millrace.artifacts;

import dev.millrace.testing.MinioProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a {@code @QuarkusTest} a bucket of a MinIO of its own. */
public final class S3StoreResource implements QuarkusTestResourceLifecycleManager {

  private @Nullable MinioProcess minio;

  @Override
  public Map<String, String> start() {
    try {
      Path directory = Files.createTempDirectory("millrace-minio");
      minio = MinioProcess.start(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Map.of(
        "millrace.artifacts",
        "s3://models/a-prefix",
        "millrace.artifacts.s3.endpoint-url",
        minio.url().toString(),
        "millrace.artifacts.s3.access-key-id",
        MinioProcess.ACCESS_KEY,
        "millrace.artifacts.s3.secret-access-key",
        MinioProcess.SECRET_KEY);
  }

  /** Behind the directory that other tests have for all: what starts last names the store. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {
    try {
      if (minio != null) {
        minio.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.millrace.bench.server;

import dev.millrace.core.file.FileTrees;
import io.minio.BucketExistsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A MinIO on a free port: under both servers, and asked directly as the floor. */
public final class MinioServer implements AutoCloseable {

  private static final String ACCESS_KEY = "millrace-bench";
  private static final String SECRET_KEY = "millrace-bench-secret";
  private static final String BUCKET = "bench";
  private static final String REGION = "us-east-1";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path objects;
  private final Process process;
  private final URI url;
  private final MinioClient client;

  private MinioServer(Path objects, Process process, URI url) {
    this.objects = objects;
    this.process = process;
    this.url = url;
    this.client =
        MinioClient.builder()
            .endpoint(url.toString())
            .region(REGION)
            .credentials(ACCESS_KEY, SECRET_KEY)
            .build();
  }

  /** Starts it with an empty bucket. */
  public static MinioServer start(Path binary, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path objects = directory.resolve("objects");
    String address = "127.0.0.1:" + freePort();
    ProcessBuilder command =
        new ProcessBuilder(
                binary.toString(), "server", "--quiet", "--address", address, objects.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("minio.log").toFile());
    command.environment().put("MINIO_ROOT_USER", ACCESS_KEY);
    command.environment().put("MINIO_ROOT_PASSWORD", SECRET_KEY);
    MinioServer minio = new MinioServer(objects, command.start(), URI.create("http://" + address));
    try {
      minio.awaitBucket();
    } catch (IOException | RuntimeException e) {
      minio.close();
      throw e;
    }
    return minio;
  }

  private void awaitBucket() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        if (!client.bucketExists(BucketExistsArgs.builder().bucket(BUCKET).build())) {
          client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        }
        return;
      } catch (MinioException e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new IOException("MinIO was not ready after " + START_LIMIT, e);
        }
        try {
          process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IOException(interrupted);
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public URI url() {
    return url;
  }

  /** A part of the bucket for a server. */
  public ArtifactPlace place(String prefix) {
    return new ArtifactPlace(
        "s3://" + BUCKET + "/" + prefix,
        Map.of(
            "MLFLOW_S3_ENDPOINT_URL", url.toString(),
            "AWS_ACCESS_KEY_ID", ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
            "AWS_DEFAULT_REGION", REGION));
  }

  /** Path and query of a signed request for an object. */
  public String signed(Http.Method method, String object) {
    try {
      URI signed =
          URI.create(
              client.getPresignedObjectUrl(
                  GetPresignedObjectUrlArgs.builder()
                      .method(method)
                      .bucket(BUCKET)
                      .object(object)
                      .expiry(3600)
                      .build()));
      return signed.getRawPath() + "?" + signed.getRawQuery();
    } catch (MinioException e) {
      throw new IllegalStateException("MinIO's client cannot sign", e);
    }
  }

  /** Ends it, and gives back the tens of gigabytes that a measurement leaves. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      FileTrees.delete(objects);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException("the objects in " + objects + " cannot be deleted", e);
    }
  }
}

package dev.millrace.artifacts;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A bucket of an S3-compatible object store, addressed in path style. */
final class S3ArtifactRepository implements ArtifactRepository, AutoCloseable {

  /** What one upload holds in memory. Ten thousand parts, S3's limit, make 156 GB. */
  private static final long PART_BYTES = 16L * 1024 * 1024;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

  private final MinioClient client;
  private final String bucket;
  private final String prefix;

  /**
   * @param location {@code s3://bucket} or {@code s3://bucket/prefix}
   */
  S3ArtifactRepository(URI location, ArtifactsConfig.S3 config) {
    this.bucket = location.getAuthority();
    this.prefix = prefixOf(location.getPath());
    MinioClient.Builder builder =
        MinioClient.builder().endpoint(config.endpointUrl()).region(config.region());
    if (config.accessKeyId().isPresent() && config.secretAccessKey().isPresent()) {
      builder.credentials(config.accessKeyId().get(), config.secretAccessKey().get());
    }
    this.client = builder.build();
    client.setTimeout(
        CONNECT_TIMEOUT.toMillis(), STORE_TIMEOUT.toMillis(), STORE_TIMEOUT.toMillis());
  }

  /** Creates the bucket where it does not exist. */
  void ensureBucket() throws IOException {
    boolean exists =
        call(() -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
    if (!exists) {
      run(() -> client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    }
  }

  @Override
  public void write(String objectKey, InputStream content) throws IOException {
    call(
        () ->
            client.putObject(
                PutObjectArgs.builder().bucket(bucket).object(prefix + objectKey).stream(
                        content, -1, PART_BYTES)
                    .build()));
  }

  @Override
  public InputStream read(String objectKey, long offset, long length) throws IOException {
    return call(
        () ->
            client.getObject(
                GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + objectKey)
                    .offset(offset)
                    .length(length)
                    .build()));
  }

  @Override
  public void remove(String objectKey) throws IOException {
    run(
        () ->
            client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(prefix + objectKey).build()));
  }

  @Override
  public void close() throws Exception {
    client.close();
  }

  private static String prefixOf(@Nullable String path) {
    String trimmed = path == null ? "" : path.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? "" : trimmed + "/";
  }

  private interface Call<T> {
    T run() throws IOException, MinioException, GeneralSecurityException;
  }

  private interface Action {
    void run() throws IOException, MinioException, GeneralSecurityException;
  }

  private static void run(Action action) throws IOException {
    call(
        () -> {
          action.run();
          return action;
        });
  }

  private static <T> T call(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (ErrorResponseException e) {
      if (e.errorResponse().code().equals("NoSuchKey")) {
        throw (IOException) new FileNotFoundException(e.errorResponse().objectName()).initCause(e);
      }
      throw new IOException(e.errorResponse().code() + ": " + e.getMessage(), e);
    } catch (MinioException | GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

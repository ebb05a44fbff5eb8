package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.MinioProcess;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real MinIO. */
class S3ArtifactRepositoryTest extends ArtifactRepositoryContract {

  @TempDir static Path directory;

  private static MinioProcess minio;
  private static S3ArtifactRepository repository;

  @BeforeAll
  static void startMinio() throws Exception {
    minio = MinioProcess.start(directory);
    repository = connect("s3://models/some/prefix/", access());
    repository.ensureBucket();
    repository.ensureBucket();
  }

  @AfterAll
  static void stopMinio() throws Exception {
    if (repository != null) {
      repository.close();
    }
    if (minio != null) {
      minio.close();
    }
  }

  @Override
  ArtifactRepository repository() {
    return repository;
  }

  @Override
  long objects() {
    MinioClient client =
        MinioClient.builder()
            .endpoint(minio.url().toString())
            .credentials(MinioProcess.ACCESS_KEY, MinioProcess.SECRET_KEY)
            .build();
    return StreamSupport.stream(
            client
                .listObjects(
                    ListObjectsArgs.builder()
                        .bucket("models")
                        .prefix("some/prefix/")
                        .recursive(true)
                        .build())
                .spliterator(),
            false)
        .count();
  }

  @Test
  void aWrongSecretIsNamedAsSuch() {
    S3ArtifactRepository stranger =
        connect("s3://models", new Access(minio.url().toString(), "nobody", "wrong-secret"));

    assertThatThrownBy(stranger::ensureBucket)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Access");
  }

  private static S3ArtifactRepository connect(String location, ArtifactsConfig.S3 access) {
    return new S3ArtifactRepository(new S3Connection(URI.create(location), access), access);
  }

  private static ArtifactsConfig.S3 access() {
    return new Access(minio.url().toString(), MinioProcess.ACCESS_KEY, MinioProcess.SECRET_KEY);
  }

  private record Access(String endpointUrl, String key, String secret)
      implements ArtifactsConfig.S3 {

    @Override
    public Optional<String> publicEndpointUrl() {
      return Optional.empty();
    }

    @Override
    public Optional<String> accessKeyId() {
      return Optional.of(key);
    }

    @Override
    public Optional<String> secretAccessKey() {
      return Optional.of(secret);
    }

    @Override
    public Optional<String> sessionToken() {
      return Optional.empty();
    }

    @Override
    public boolean instanceCredentials() {
      return false;
    }

    @Override
    public String region() {
      return "us-east-1";
    }

    @Override
    public Optional<String> caFile() {
      return Optional.empty();
    }

    @Override
    public boolean ignoreTls() {
      return false;
    }
  }
}

package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.MinioProcess;
import dev.millrace.testing.TlsCertificate;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.credentials.Credentials;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real MinIO. */
class S3ArtifactRepositoryTest extends ArtifactRepositoryContract {

  @TempDir static Path directory;

  private static Vertx vertx;
  private static MinioProcess minio;
  private static S3ArtifactRepository repository;

  @BeforeAll
  static void startMinio() throws Exception {
    vertx = Vertx.vertx();
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
    vertx.close().toCompletionStage().toCompletableFuture().join();
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
        connect(
            "s3://models", S3Access.to(minio.url().toString()).withKey("nobody", "wrong-secret"));

    assertThatThrownBy(stranger::ensureBucket)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Access");
  }

  @Test
  void aStoreWithACertificateOfItsOwnIsTrustedByItsAuthority(@TempDir Path tls) throws Exception {
    Path certificate = TlsCertificate.writeTo(tls.resolve("certificates"));
    try (MinioProcess secured =
        MinioProcess.startWithTls(tls.resolve("minio"), tls.resolve("certificates"))) {
      S3Access access = access(secured);
      try (S3ArtifactRepository trusted =
          connect("s3://models", access.withCaFile(certificate.toString()))) {
        trusted.ensureBucket();
        byte[] content = {1, 2, 3};
        trusted.write("k", new ByteArrayInputStream(content), OptionalLong.of(3));
        assertThat(trusted.read("k").readAllBytes()).isEqualTo(content);
        assertThat(trusted.read("k", 1, 1).readAllBytes()).isEqualTo(new byte[] {2});
        assertThat(sent(trusted, tls.resolve("sent"))).isEqualTo(content);
      }
      try (S3ArtifactRepository stranger = connect("s3://models", access)) {
        assertThatThrownBy(stranger::ensureBucket).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> stranger.read("k")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sent(stranger, tls.resolve("not-sent")))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void aKeyThatIsValidForAWhileComesWithItsToken() throws Exception {
    Credentials lent = LentCredentials.of(minio.url(), null);
    S3Access without =
        S3Access.to(minio.url().toString()).withKey(lent.accessKey(), lent.secretKey());
    for (S3Access access : List.of(without.withSessionToken(lent.sessionToken()), without)) {
      try (S3ArtifactRepository borrower = connect("s3://models", access)) {
        if (access.sessionToken().isEmpty()) {
          assertThatThrownBy(() -> borrower.list("", "", 1)).isInstanceOf(IOException.class);
          assertThatThrownBy(() -> borrower.read("lent")).isInstanceOf(IOException.class);
        } else {
          borrower.write("lent", new ByteArrayInputStream(new byte[] {7}), OptionalLong.of(1));
          assertThat(borrower.read("lent").readAllBytes()).containsExactly(7);
          assertThat(borrower.list("", "", 1)).hasSize(1);
          borrower.remove("lent");
        }
      }
    }
  }

  /** The three bytes of {@code k}, as they come out of the body of an answer. */
  private static byte[] sent(S3ArtifactRepository repository, Path to) throws IOException {
    StoredArtifact artifact =
        new StoredArtifact(ArtifactPath.of("f"), "k", 3, "", null, "text/plain", 0);
    S3Download download = repository.body("k", 0, 3, Verification.ofPart(artifact, 3));
    vertx
        .fileSystem()
        .open(to.toString(), new OpenOptions())
        .compose(download::pipeTo)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return Files.readAllBytes(to);
  }

  @Test
  void anObjectThatMayNotBeReadIsToldFromAStoreThatIsAway() throws Exception {
    Credentials lent =
        LentCredentials.of(
            minio.url(),
            """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::*"]}]}
                """);
    repository.write("closed", new ByteArrayInputStream(new byte[] {7}), OptionalLong.of(1));
    try (S3ArtifactRepository stranger =
        connect(
            "s3://models/some/prefix",
            S3Access.to(minio.url().toString())
                .withKey(lent.accessKey(), lent.secretKey())
                .withSessionToken(lent.sessionToken()))) {
      assertThat(stranger.list("closed", "", 1)).hasSize(1);
      assertThatThrownBy(() -> stranger.read("closed"))
          .isInstanceOfSatisfying(
              S3Exception.class, refused -> assertThat(refused.isOfOneObject()).isTrue());
    }
    repository.remove("closed");
  }

  @Test
  void aStoreThatWillNotTakeALongBodySaysWhy() {
    byte[] content = new byte[50_000_000];
    try (S3ArtifactRepository none = connect("s3://no-such-bucket", access())) {
      assertThatThrownBy(
              () ->
                  none.write(
                      "k", new ByteArrayInputStream(content), OptionalLong.of(content.length)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("NoSuchBucket");
    }
  }

  @Test
  void amazonsStoreIsAskedInTheRegionOfTheBucket() {
    try (S3Connection amazons =
        new S3Connection(
            URI.create("s3://models/p"),
            S3Access.to("https://s3.amazonaws.com").inRegion("eu-west-1").withKey("k", "s"),
            vertx)) {
      assertThat(amazons.urlOf("a b").toString())
          .isEqualTo("https://s3.eu-west-1.amazonaws.com/models/p/a%20b");
    }
  }

  private static S3ArtifactRepository connect(String location, ArtifactsConfig.S3 access) {
    return new S3ArtifactRepository(new S3Connection(URI.create(location), access, vertx), access);
  }

  private static S3Access access() {
    return access(minio);
  }

  private static S3Access access(MinioProcess store) {
    return S3Access.to(store.url().toString())
        .withKey(MinioProcess.ACCESS_KEY, MinioProcess.SECRET_KEY);
  }
}

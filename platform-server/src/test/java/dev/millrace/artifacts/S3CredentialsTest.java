package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.MinioProcess;
import io.minio.credentials.Credentials;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from where boto3 takes them, good for a real MinIO. */
class S3CredentialsTest {

  @TempDir static Path shared;
  private static Vertx vertx;
  private static MinioProcess minio;

  @TempDir Path home;
  private CredentialSource source;
  private final Set<String> variables = new HashSet<>();

  @BeforeAll
  static void startMinio() throws Exception {
    vertx = Vertx.vertx();
    minio = MinioProcess.start(shared);
  }

  @AfterAll
  static void stopMinio() throws Exception {
    if (minio != null) {
      minio.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void startSource() throws IOException {
    source = new CredentialSource(minio.url());
    // Not those of whoever runs the tests.
    set("AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials").toString());
    set("AWS_CONFIG_FILE", home.resolve("config").toString());
  }

  @AfterEach
  void stopSource() {
    source.close();
    variables.forEach(System::clearProperty);
  }

  /** MinIO's providers read a property before the variable of its name. */
  private void set(String variable, String value) {
    variables.add(variable);
    System.setProperty(variable, value);
  }

  private static S3Access access() {
    return S3Access.to(minio.url().toString());
  }

  private static S3ArtifactRepository connect(S3Access access) {
    return new S3ArtifactRepository(
        new S3Connection(URI.create("s3://models/x"), access, vertx), access);
  }

  private static void requireUsable(S3ArtifactRepository repository) throws IOException {
    repository.ensureBucket();
    repository.write("k", new ByteArrayInputStream(new byte[] {7}), OptionalLong.of(1));
    assertThat(repository.read("k").readAllBytes()).containsExactly(7);
    assertThat(repository.list("", "", 1)).hasSize(1);
    repository.remove("k");
  }

  @Test
  void aMachineLendsItsOwn() throws Exception {
    set("AWS_EC2_METADATA_SERVICE_ENDPOINT", source.url());
    try (S3ArtifactRepository repository = connect(access().withInstanceCredentials())) {
      requireUsable(repository);
      assertThat(source.asked)
          .as("asked once for all that was done")
          .containsExactly(
              "PUT /latest/api/token",
              "GET /latest/meta-data/iam/security-credentials/",
              "GET /latest/meta-data/iam/security-credentials/" + CredentialSource.ROLE);
    }
  }

  @Test
  void aMachineIsAskedOfItselfWhereTheStoreIsAmazons() throws Exception {
    set("AWS_EC2_METADATA_SERVICE_ENDPOINT", source.url());
    S3Access amazons = S3Access.to("https://s3.eu-west-1.amazonaws.com");
    assertThat(S3Credentials.of(amazons, new OkHttpClient())).isNotNull();
    assertThat(S3Credentials.of(access(), new OkHttpClient())).isNull();
    set("AWS_EC2_METADATA_DISABLED", "true");
    assertThat(S3Credentials.of(amazons, new OkHttpClient())).isNull();
  }

  @Test
  void aContainerLendsItsOwnForATokenThatIsReadEachTime() throws Exception {
    Path token = Files.writeString(home.resolve("token"), "first\n");
    set("AWS_CONTAINER_CREDENTIALS_FULL_URI", source.url() + CredentialSource.CONTAINER_PATH);
    set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
    source.validFor = Duration.ofSeconds(5);
    try (S3ArtifactRepository repository = connect(access())) {
      assertThatThrownBy(repository::ensureBucket)
          .as("credentials that end at once")
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ended at");
      source.validFor = Duration.ofHours(1);
    }
    Files.writeString(token, "second\n");
    try (S3ArtifactRepository repository = connect(access())) {
      requireUsable(repository);
    }
    assertThat(source.asked)
        .containsExactly(
            "GET " + CredentialSource.CONTAINER_PATH + " first",
            "GET " + CredentialSource.CONTAINER_PATH + " second");
  }

  @Test
  void aWebIdentityIsExchangedForARole() throws Exception {
    Path token = Files.writeString(home.resolve("identity"), "signed.identity\n");
    set("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    set("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
    set("AWS_ENDPOINT_URL_STS", source.url());
    try (S3ArtifactRepository repository = connect(access())) {
      requireUsable(repository);
    }
    assertThat(source.asked)
        .singleElement()
        .asString()
        .contains("Action=AssumeRoleWithWebIdentity")
        .endsWith("WebIdentityToken=signed.identity")
        .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr", "RoleSessionName=millrace");
  }

  @Test
  void aSourceThatIsAwayIsNamedAndNoSecretIs() throws Exception {
    Path token = Files.writeString(home.resolve("identity"), "signed.identity");
    set("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    set("AWS_ENDPOINT_URL_STS", source.url());
    source.away = true;
    try (S3ArtifactRepository repository = connect(access())) {
      assertThatThrownBy(repository::ensureBucket)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE")
          .hasStackTraceContaining("500")
          .satisfies(e -> assertThat(e.toString()).doesNotContain("signed.identity"));
      assertThatThrownBy(() -> repository.read("k")).isInstanceOf(IOException.class);
      assertThatThrownBy(
              () ->
                  repository.write(
                      "k", new ByteArrayInputStream(new byte[] {7}), OptionalLong.of(1)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(
              () ->
                  repository.directTransfers().orElseThrow().urlOf("k", "x", Duration.ofMinutes(1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aProfileOfAmazonsFilesIsTaken() throws Exception {
    Credentials lent = LentCredentials.of(minio.url(), null);
    Files.writeString(
        home.resolve("credentials"),
        """
        [default]
        aws_access_key_id = nobody
        aws_secret_access_key = wrong-secret

        [team]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        aws_session_token = %s
        """
            .formatted(lent.accessKey(), lent.secretKey(), lent.sessionToken()));
    Files.writeString(
        home.resolve("config"),
        """
        [profile other]
        region = us-east-1
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(MinioProcess.ACCESS_KEY, MinioProcess.SECRET_KEY));
    try (S3ArtifactRepository nobodys = connect(access())) {
      assertThatThrownBy(nobodys::ensureBucket).hasMessageContaining("Access");
    }
    for (String profile : Set.of("team", "other")) {
      set("AWS_PROFILE", profile);
      try (S3ArtifactRepository repository = connect(access())) {
        requireUsable(repository);
      }
    }
    set("AWS_PROFILE", "nobodys");
    assertThatThrownBy(() -> connect(access()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_PROFILE is 'nobodys'")
        .hasMessageContaining(home.resolve("credentials").toString());
  }

  @Test
  void aKeyWithoutItsSecretIsRefused() {
    S3Access half =
        new S3Access(
            minio.url().toString(),
            "us-east-1",
            Optional.of("k"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> connect(half))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
  }

  @Test
  void aKeyThatIsSetComesBeforeAllElse() throws Exception {
    set("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("none").toString());
    set("AWS_PROFILE", "nobodys");
    try (S3ArtifactRepository repository =
        connect(access().withKey(MinioProcess.ACCESS_KEY, MinioProcess.SECRET_KEY))) {
      requireUsable(repository);
    }
  }
}

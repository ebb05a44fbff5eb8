package dev.millrace.artifacts;

import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Jwt;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import io.minio.credentials.WebIdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Who asks the store: the first of the places where Amazon's tools look for a key that holds one.
 * Source: "Credentials" in the guide to boto3. Of a profile only keys are taken, no role, sign-on
 * or program that makes some.
 */
final class S3Credentials {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String DEFAULT_PROFILE = "default";

  private S3Credentials() {}

  /** None where requests are not signed. */
  static @Nullable Provider of(ArtifactsConfig.S3 config, OkHttpClient http) {
    if (config.accessKeyId().isPresent() != config.secretAccessKey().isPresent()) {
      throw new IllegalStateException(
          "millrace.artifacts.s3.access-key-id (AWS_ACCESS_KEY_ID) and"
              + " millrace.artifacts.s3.secret-access-key (AWS_SECRET_ACCESS_KEY) go together; only"
              + " one of them is set");
    }
    if (config.accessKeyId().isPresent()) {
      return new StaticProvider(
          config.accessKeyId().get(),
          config.secretAccessKey().get(),
          config.sessionToken().orElse(null));
    }
    OkHttpClient brief = http.newBuilder().callTimeout(PATIENCE).build();
    Optional<String> tokenFile = variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (tokenFile.isPresent()) {
      return renewed(
          "the identity in AWS_WEB_IDENTITY_TOKEN_FILE",
          () -> webIdentity(tokenFile.get(), config.region(), brief).fetch());
    }
    Optional<Provider> profile = profile();
    if (profile.isPresent()) {
      return renewed("the profile in Amazon's files", profile.get());
    }
    if (variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isPresent()
        || variable("AWS_CONTAINER_CREDENTIALS_FULL_URI").isPresent()) {
      return renewed(
          "the container, by AWS_CONTAINER_CREDENTIALS_*",
          () -> new IamAwsProvider(null, brief).fetch());
    }
    if (config.instanceCredentials().orElseGet(() -> isAmazons(config.endpointUrl()))) {
      String metadata = variable("AWS_EC2_METADATA_SERVICE_ENDPOINT").orElse(null);
      return renewed(
          "the metadata service of the machine, as no key is set",
          () -> new IamAwsProvider(metadata, brief).fetch());
    }
    return null;
  }

  /**
   * Each time from a new provider: MinIO's own keep credentials until ten seconds before the end.
   */
  private static Provider renewed(String source, Provider provider) {
    return new RenewedCredentials(source, provider, Clock.systemUTC());
  }

  private static Provider webIdentity(String tokenFile, String region, OkHttpClient http) {
    String roleArn = variable("AWS_ROLE_ARN").orElse(null);
    return new WebIdentityProvider(
        () -> new Jwt(contentOf(tokenFile), 0),
        variable("AWS_ENDPOINT_URL_STS")
            .or(() -> variable("AWS_ENDPOINT_URL"))
            .orElse("https://sts." + region + ".amazonaws.com"),
        null,
        null,
        roleArn,
        roleArn == null ? null : variable("AWS_ROLE_SESSION_NAME").orElse("millrace"),
        http);
  }

  private static String contentOf(String tokenFile) {
    try {
      return Files.readString(Path.of(tokenFile)).strip();
    } catch (IOException e) {
      String kind = e.getClass().getSimpleName();
      throw new ProviderException("%s cannot be read (%s)".formatted(tokenFile, kind));
    }
  }

  private static Optional<Provider> profile() {
    Optional<String> named = variable("AWS_PROFILE").or(() -> variable("AWS_DEFAULT_PROFILE"));
    String profile = named.orElse(DEFAULT_PROFILE);
    Path keys = file("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    Path settings = file("AWS_CONFIG_FILE", "config");
    String section = profile.equals(DEFAULT_PROFILE) ? profile : "profile " + profile;
    for (Provider provider :
        List.of(
            new AwsConfigProvider(keys.toString(), profile),
            new AwsConfigProvider(settings.toString(), section))) {
      if (holdsKey(provider)) {
        return Optional.of(provider);
      }
    }
    if (named.isPresent()) {
      throw new IllegalStateException(
          ("AWS_PROFILE is '%s', of which neither %s nor %s holds an aws_access_key_id with its"
                  + " aws_secret_access_key")
              .formatted(profile, keys, settings));
    }
    return Optional.empty();
  }

  private static boolean holdsKey(Provider provider) {
    try {
      provider.fetch();
      return true;
    } catch (ProviderException e) {
      return false;
    }
  }

  private static Path file(String variable, String name) {
    String home = System.getProperty("user.home");
    return variable(variable)
        .map(path -> Path.of(path.startsWith("~/") ? home + path.substring(1) : path))
        .orElse(Path.of(home, ".aws", name));
  }

  private static boolean isAmazons(String endpointUrl) {
    String host = URI.create(endpointUrl).getHost();
    return host != null
        && (host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn"))
        && !variable("AWS_EC2_METADATA_DISABLED").map(Boolean::parseBoolean).orElse(false);
  }

  /** As MinIO's providers read them. */
  private static Optional<String> variable(String name) {
    String property = System.getProperty(name);
    return Optional.ofNullable(property == null ? System.getenv(name) : property)
        .filter(value -> !value.isBlank());
  }
}

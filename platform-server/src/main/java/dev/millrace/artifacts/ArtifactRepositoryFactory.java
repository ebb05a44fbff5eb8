package dev.millrace.artifacts;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Opens the configured store when the server starts, or says why it cannot. */
final class ArtifactRepositoryFactory {

  private static final Logger LOG = Logger.getLogger(ArtifactRepositoryFactory.class);

  @Startup
  @Singleton
  @Produces
  ArtifactRepository open(ArtifactsConfig config, Vertx vertx) {
    String location = config.location();
    return location.startsWith("s3:")
        ? openBucket(location, config.s3(), vertx)
        : openDirectory(location);
  }

  void close(@Disposes ArtifactRepository repository) {
    if (repository instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (Exception e) {
        LOG.warnf("the artifact store could not be closed: %s", e.toString());
      }
    }
  }

  private static ArtifactRepository openDirectory(String location) {
    if (location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new IllegalStateException(
          "millrace.artifacts is '%s'; it must be a directory or s3://bucket/prefix"
              .formatted(location));
    }
    try {
      return new LocalArtifactRepository(Path.of(location));
    } catch (IOException e) {
      throw unusable("millrace.artifacts names the directory '%s'".formatted(location), e);
    }
  }

  private static ArtifactRepository openBucket(
      String location, ArtifactsConfig.S3 config, Vertx vertx) {
    URI uri = URI.create(location);
    if (uri.getAuthority() == null) {
      throw new IllegalStateException(
          "millrace.artifacts is '%s'; it names no bucket: s3://bucket/prefix".formatted(location));
    }
    S3ArtifactRepository repository =
        new S3ArtifactRepository(new S3Connection(uri, config, vertx), config);
    try {
      repository.ensureBucket();
    } catch (IOException e) {
      throw unusable(
          "millrace.artifacts names the bucket '%s' at %s"
              .formatted(uri.getAuthority(), config.endpointUrl()),
          e);
    }
    return repository;
  }

  private static IllegalStateException unusable(String what, IOException cause) {
    // Without its cause: the launcher shows the innermost one, and that names no setting.
    return new IllegalStateException(what + ", which cannot be used: " + cause);
  }
}

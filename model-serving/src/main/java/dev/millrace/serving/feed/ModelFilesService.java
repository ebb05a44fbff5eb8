package dev.millrace.serving.feed;

import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.core.validation.Require;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The files of registered versions, for those who serve them. */
@ApplicationScoped
class ModelFilesService {

  private final ServableVersions versions;
  private final ArtifactReader artifacts;

  ModelFilesService(ServableVersions versions, ArtifactReader artifacts) {
    this.versions = versions;
    this.artifacts = artifacts;
  }

  ModelFiles list(@Nullable String model, @Nullable String version) {
    return new ModelFiles(artifacts.listAll(require(model, version).artifactRoot()));
  }

  InputStream open(@Nullable String model, @Nullable String version, @Nullable String path) {
    ServableVersion found = require(model, version);
    return artifacts.open(found.artifactRoot(), Require.text(path, "path"));
  }

  private ServableVersion require(@Nullable String model, @Nullable String version) {
    String name = Require.text(model, "model");
    int number = Require.versionNumber(Require.text(version, "version"));
    return versions
        .version(name, number)
        .orElseThrow(
            () -> MlflowException.notFound("There is no such version of a registered model."));
  }
}

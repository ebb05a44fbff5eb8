package dev.millrace.registry.version;

import dev.millrace.core.registry.GetModelVersionDownloadUri;
import dev.millrace.core.registry.VersionDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Tells the artifact routes where a model version keeps its files. */
@ApplicationScoped
class RegisteredVersionDirectory implements VersionDirectory {

  private final ModelVersionService versions;

  RegisteredVersionDirectory(ModelVersionService versions) {
    this.versions = versions;
  }

  @Override
  public String requireArtifactRoot(@Nullable String modelName, @Nullable String version) {
    return versions.downloadUri(new GetModelVersionDownloadUri(modelName, version));
  }
}

package dev.millrace.artifacts;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.VersionDirectory;
import dev.millrace.core.tracking.SourceDirectory;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Stands in for tracking and the registry where they are not part of the test's application. */
final class FixtureDirectories {

  static final String RUN_ID = "0123456789abcdef0123456789abcdef";
  static final String MODEL_ID = "m-0123456789abcdef0123456789abcdef";

  @Produces
  @Singleton
  @DefaultBean
  SourceDirectory sources() {
    return new SourceDirectory() {
      @Override
      public Optional<String> artifactUriOfRun(String runId) {
        return Optional.of("mlflow-artifacts:/0/" + runId + "/artifacts")
            .filter(uri -> runId.equals(RUN_ID));
      }

      @Override
      public Optional<String> artifactUriOfLoggedModel(String modelId) {
        return Optional.of("mlflow-artifacts:/0/models/" + modelId + "/artifacts")
            .filter(uri -> modelId.equals(MODEL_ID));
      }
    };
  }

  @Produces
  @Singleton
  @DefaultBean
  VersionDirectory versions() {
    return (modelName, version) -> {
      if (!"churn".equals(modelName) || !"1".equals(version)) {
        throw MlflowException.notFound(
            "Model Version (name=%s, version=%s) not found".formatted(modelName, version));
      }
      return new ServableVersion(
          modelName, 1, "mlflow-artifacts:/0/models/" + MODEL_ID + "/artifacts");
    };
  }
}

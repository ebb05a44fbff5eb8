package dev.millrace.artifacts;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.VersionDirectory;
import dev.millrace.core.tracking.SourceDirectory;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run, one logged model and one version of it that nobody had to log. */
@Alternative
@ApplicationScoped
public class FixtureDirectories implements SourceDirectory, VersionDirectory {

  static final String RUN_ID = "0123456789abcdef0123456789abcdef";
  static final String MODEL_ID = "m-0123456789abcdef0123456789abcdef";
  static final String RUN_ROOT = "mlflow-artifacts:/0/" + RUN_ID + "/artifacts";
  static final String MODEL_ROOT = "mlflow-artifacts:/0/models/" + MODEL_ID + "/artifacts";

  @Override
  public Optional<String> artifactUriOfRun(String runId) {
    return runId.equals(RUN_ID) ? Optional.of(RUN_ROOT) : Optional.empty();
  }

  @Override
  public Optional<String> artifactUriOfLoggedModel(String modelId) {
    return modelId.equals(MODEL_ID) ? Optional.of(MODEL_ROOT) : Optional.empty();
  }

  @Override
  public String requireArtifactRoot(@Nullable String modelName, @Nullable String version) {
    if (!"churn".equals(modelName) || !"1".equals(version)) {
      throw MlflowException.notFound(
          "Model Version (name=%s, version=%s) not found".formatted(modelName, version));
    }
    return MODEL_ROOT;
  }

  /** Starts the server with these directories. */
  public static final class Profile implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(FixtureDirectories.class);
    }
  }
}

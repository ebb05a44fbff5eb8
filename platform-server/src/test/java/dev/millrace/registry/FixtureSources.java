package dev.millrace.registry;

import dev.millrace.core.tracking.SourceDirectory;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Optional;
import java.util.Set;

/**
 * Sources that exist without a run having been logged: run {@code run1} and logged model {@code
 * m-1}, whose run it is. Active only under {@link Profile}.
 */
@Alternative
@ApplicationScoped
public class FixtureSources implements SourceDirectory {

  static final String RUN = "run1";
  static final String MODEL = "m-1";
  static final String MODEL_SOURCE = "models:/m-1";
  static final String RUN_ROOT = "mlflow-artifacts:/0/run1/artifacts";
  static final String MODEL_ROOT = "mlflow-artifacts:/0/models/m-1/artifacts";

  @Override
  public Optional<String> artifactUriOfRun(String runId) {
    return runId.equals(RUN) ? Optional.of(RUN_ROOT) : Optional.empty();
  }

  @Override
  public Optional<String> artifactUriOfLoggedModel(String modelId) {
    return modelId.equals(MODEL) ? Optional.of(MODEL_ROOT) : Optional.empty();
  }

  @Override
  public Optional<String> sourceRunOfLoggedModel(String modelId) {
    return modelId.equals(MODEL) ? Optional.of(RUN) : Optional.empty();
  }

  /** Starts the server with these sources. */
  public static final class Profile implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(FixtureSources.class);
    }
  }
}

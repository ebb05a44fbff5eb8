package dev.millrace.serving;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** Serving alone, on {@link FakeRegistry}. */
public class ServingProfile implements QuarkusTestProfile {

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(FakeRegistry.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "millrace.serving.keep-previous", "false",
        "millrace.serving.parquet-bodies", "true",
        "millrace.serving.work-dir", "target/serving-test/work",
        "millrace.serving.native-dir", "target/serving-test/native");
  }
}

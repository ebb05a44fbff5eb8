package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.JSON;
import static dev.millrace.serving.RequestLogFixture.asked;
import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.serve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.RecordedRequests;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What candidates are asked before they take traffic, beside their input example. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class WarmUpTest {

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject RecordedRequests recorded;

  @Test
  void requestsThatTheNextVersionDoesNotTakeAreNoHindrance() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "v1"));
    keep(name, Map.of());
    asked(name, "whole", JSON, row("5"));
    asked(name, "broken", JSON, row("5.5"));
    asked(name, "refused", JSON, row("\"five\""));
    awaitKept(name, 3);
    assertThat(recorded.newest(name, 1)).hasSize(2);

    registry.register(
        name,
        2,
        TestModels.labeller(
            models.resolve("2"), "v2", TestModels.DOUBLES.replace("double", "long")));
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    assertThat(recorded.newest(name, 2)).isEmpty();
  }

  @Test
  void whatWasRedactedWarmsNothing() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "v1"));
    assertThat(recorded.newest(name, 1)).isEmpty();
    keep(name, Map.of("redact", List.of("x")));
    asked(name, "redacted", JSON, row("5"));
    awaitKept(name, 1);
    assertThat(recorded.newest(name, 1)).isEmpty();
  }

  private static String row(String x) {
    return "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[%s,1]]}}".formatted(x);
  }
}

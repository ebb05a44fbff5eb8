package dev.millrace.tracking.table;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.logParams;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(NoKeptContentTest.None.class)
class NoKeptContentTest {

  public static final class None implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.search.kept-content", "0");
    }
  }

  @Inject AgroalDataSource dataSource;

  @ParameterizedTest
  @ValueSource(strings = {"start_time", "metrics.m"})
  void contentIsReadByEverySearch(String order) throws SQLException {
    String experiment = newExperiment();
    ok(logParams(newRun(experiment, "run", 0), List.of(text("p", "old"))));
    Sql.useTransactionIds(dataSource, 3 << ChangeWindows.SHIFT);
    for (int i = 0; i < 3; i++) {
      assertThat(values(experiment, order)).containsExactly("old");
    }
    Sql.execute(dataSource, "UPDATE run_params SET value = 'new' WHERE key = 'p'");
    assertThat(values(experiment, order)).containsExactly("new");
  }

  private static List<String> values(String experiment, String order) {
    return ok(post(
            RUNS + "search",
            Map.of("experiment_ids", List.of(experiment), "order_by", List.of(order))))
        .getList("runs[0].data.params.value");
  }
}

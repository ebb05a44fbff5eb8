package dev.millrace.tracking.metric;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.tracking.Metric;
import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@Timeout(60)
class InboxWriterTest {

  private static final String WAITING_FOR_THE_TABLE =
      " FROM pg_locks WHERE relation = 'metric_inbox'::regclass AND NOT granted";

  @Inject DataSource dataSource;
  @Inject InboxWriter writer;

  /** Tells how many calls each statement put into the inbox. */
  @BeforeEach
  void watchTheInbox() throws SQLException {
    Sql.execute(
        dataSource,
        """
        CREATE TABLE written (place serial, calls bigint);
        CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO written (calls) SELECT count(*) FROM added; RETURN NULL; END';
        CREATE TRIGGER tell AFTER INSERT ON metric_inbox REFERENCING NEW TABLE AS added
          FOR EACH STATEMENT EXECUTE FUNCTION tell();
        """);
  }

  @AfterEach
  void leaveTheInbox() throws SQLException {
    Sql.execute(
        dataSource, "DROP TRIGGER tell ON metric_inbox; DROP FUNCTION tell(); DROP TABLE written");
  }

  @Test
  void callsThatComeWhileAnotherIsWrittenAreWrittenInOneTransaction() throws Exception {
    List<String> runs = IntStream.range(0, 4).mapToObj(i -> newRun()).toList();
    String deleted = newRun();
    ok(post(RUNS + "delete", Map.of("run_id", deleted)));
    List<Call> calls = new ArrayList<>();
    try (Connection other = dataSource.getConnection()) {
      hold(other);
      calls.add(written(runs.get(0)));
      for (String run : List.of(runs.get(1), deleted, runs.get(2), "no-such-run", runs.get(3))) {
        calls.add(waiting(run));
      }
      other.rollback();
    }
    assertThat(calls.get(2).answer().map(InboxWriter.Target::isActive)).contains(false);
    assertThat(calls.get(4).answer()).isEmpty();
    for (int active : List.of(0, 1, 3, 5)) {
      assertThat(calls.get(active).answer().map(InboxWriter.Target::isActive)).contains(true);
    }
    assertThat(Sql.number(dataSource, "SELECT calls FROM written WHERE place = 1")).isEqualTo(1);
    assertThat(Sql.number(dataSource, "SELECT calls FROM written WHERE place = 2")).isEqualTo(3);
    assertThat(run(runs.get(3)).getList("run.data.metrics.value", Double.class))
        .containsExactly(0.5);
  }

  @Test
  void whereTheDatabaseIsLostOnlyThoseFailThatWereBeingWritten() throws Exception {
    String lost = newRun();
    String kept = newRun();
    Call first;
    Call second;
    try (Connection other = dataSource.getConnection()) {
      hold(other);
      first = written(lost);
      second = waiting(kept);
      Sql.number(dataSource, "SELECT count(pg_terminate_backend(pid))" + WAITING_FOR_THE_TABLE);
      assertThatThrownBy(first::answer).isInstanceOf(DatabaseException.class);
      other.rollback();
    }
    assertThat(second.answer()).isPresent();
    assertThat(run(lost).getList("run.data.metrics")).isNullOrEmpty();
    assertThat(run(kept).getList("run.data.metrics.value", Double.class)).containsExactly(0.5);
  }

  /** A call in a thread of its own. */
  private final class Call {

    private final FutureTask<Optional<InboxWriter.Target>> answer;
    private final Thread thread;

    Call(String runId) {
      InboxBatch batch = InboxBatch.of(List.of(Metric.of("m", 0.5, 1, 1)));
      answer = new FutureTask<>(() -> writer.append(runId, batch));
      thread = new Thread(answer);
      thread.start();
    }

    Optional<InboxWriter.Target> answer() throws Exception {
      try {
        return answer.get();
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }
  }

  /** A call that the database has, and cannot write yet. */
  private Call written(String runId) throws SQLException {
    Call call = new Call(runId);
    while (Sql.number(dataSource, "SELECT count(*)" + WAITING_FOR_THE_TABLE) == 0) {
      Thread.onSpinWait();
    }
    return call;
  }

  /** A call that waits for the one that is written. */
  private Call waiting(String runId) {
    Call call = new Call(runId);
    while (call.thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return call;
  }

  private static void hold(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE metric_inbox IN ACCESS EXCLUSIVE MODE");
    }
  }
}

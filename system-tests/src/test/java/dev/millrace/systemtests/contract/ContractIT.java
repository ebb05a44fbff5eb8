package dev.millrace.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.server.ServerUnderTest;
import dev.millrace.bench.server.SharedPostgres;
import dev.millrace.bench.server.SharedPostgres.Database;
import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.MissingTool;
import dev.millrace.systemtests.tool.ToolProcess;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays every case of the corpus on the packaged server and on a real {@code mlflow server}, each
 * on an empty database of its own, and compares the answers. A difference fails, unless the case
 * names the row of docs/compatibility.md that explains it.
 *
 * <p>{@code -Dcontract.only=TEXT} plays only the cases that have the text in their file or name;
 * {@code -Dcontract.mlflow=URL -Dcontract.millrace=URL} plays them on servers that run already.
 */
class ContractIT {

  private static final Path SYSTEM_TESTS = Path.of("").toAbsolutePath();
  private static final Path CORPUS = SYSTEM_TESTS.resolve("contract");
  private static final Path DOCUMENT = SYSTEM_TESTS.resolve("../docs/compatibility.md");
  private static final String ONLY = System.getProperty("contract.only", "");

  /** Fewer would mean that some were lost. */
  private static final int FEWEST_CASES = 300;

  /**
   * Without a key a server keeps no secrets of webhooks; one with a database of its own has one.
   */
  private static final String SECRET_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  /** Experiments are numbered from here, so that no other number looks like one. */
  private static final long FIRST_EXPERIMENT = 7_000_001;

  @TestFactory
  Stream<DynamicTest> answersAsMlflowDoes(@TempDir Path directory) throws Exception {
    List<ContractCase> cases =
        Corpus.read(CORPUS).stream().filter(c -> c.toString().contains(ONLY)).toList();
    List<Verdict> verdicts = compare(cases, directory);
    long different = verdicts.stream().filter(v -> !v.problems().isEmpty()).count();
    long explained = verdicts.stream().filter(v -> v.problems().isEmpty() && v.explained()).count();
    String count =
        "contract: %d equal, %d explained, %d different"
            .formatted(verdicts.size() - explained - different, explained, different);
    System.out.println(count);
    return Stream.concat(
        verdicts.stream().map(ContractIT::asDynamicTest),
        Stream.of(
            DynamicTest.dynamicTest(
                count,
                () -> {
                  assertThat(different).isZero();
                  if (ONLY.isEmpty()) {
                    assertThat(cases).hasSizeGreaterThanOrEqualTo(FEWEST_CASES);
                  }
                })));
  }

  private static List<Verdict> compare(List<ContractCase> cases, Path directory) throws Exception {
    if (System.getProperty("contract.mlflow") != null) {
      return play(
          cases,
          new Player(URI.create(System.getProperty("contract.mlflow"))),
          new Player(URI.create(System.getProperty("contract.millrace"))));
    }
    if (!ToolProcess.isInstalled("bash")) {
      MissingTool.skip("Contract tests need bash on the PATH");
    }
    Path python = PythonEnvironment.interpreter(SYSTEM_TESTS.resolve("python"), "requirements.txt");
    try (SharedPostgres postgres = SharedPostgres.start(directory.resolve("postgres"))) {
      Database ofMlflow = postgres.createDatabase("mlflow");
      Database ofMillrace = postgres.createDatabase("millrace");
      try (ServerUnderTest mlflow =
              ServerUnderTest.startMlflow(
                  python, ofMlflow, directory.resolve("mlflow"), List.of("--workers", "1"));
          ServerProcess millrace = startMillrace(ofMillrace, directory.resolve("millrace"))) {
        numberExperimentsFrom(FIRST_EXPERIMENT, ofMlflow);
        numberExperimentsFrom(FIRST_EXPERIMENT, ofMillrace);
        return play(cases, new Player(mlflow.url()), new Player(URI.create(millrace.url())));
      }
    }
  }

  private static ServerProcess startMillrace(Database database, Path directory) {
    return ServerProcess.launch(
            directory,
            Map.of("MILLRACE_WEBHOOKS_SECRET_KEY", SECRET_KEY),
            "--database-url",
            database.jdbcUrl(),
            "--database-user",
            database.user(),
            "--database-password",
            database.password())
        .awaitReady();
  }

  private static void numberExperimentsFrom(long first, Database database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT setval(pg_get_serial_sequence('experiments', 'experiment_id'), %d, false)"
              .formatted(first));
    }
  }

  private static List<Verdict> play(List<ContractCase> cases, Player mlflow, Player millrace)
      throws Exception {
    Set<String> knownDifferences = KnownDifferences.read(DOCUMENT);
    String replay = letters(new Random(), 6);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      List<Verdict> verdicts = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        ContractCase contractCase = cases.get(i);
        String unique = "case" + i + replay;
        Future<List<Answer>> expected = other.submit(() -> mlflow.play(contractCase, unique));
        List<Answer> actual = millrace.play(contractCase, unique);
        verdicts.add(Verdict.of(contractCase, expected.get(), actual, knownDifferences));
      }
      return verdicts;
    } finally {
      other.shutdownNow();
    }
  }

  private static String letters(Random random, int count) {
    return random
        .ints(count, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static DynamicTest asDynamicTest(Verdict verdict) {
    return DynamicTest.dynamicTest(
        verdict.contractCase().toString(), () -> assertThat(verdict.problems()).isEmpty());
  }
}

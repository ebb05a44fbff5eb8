package dev.millrace.serving.runtime.pyfunc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WorkerPoolTest {

  @TempDir Path folder;

  private StubPython python;
  private PythonConfig settings;

  @BeforeEach
  void makePython() throws Exception {
    python = StubPython.in(folder);
    settings = PythonSettings.in(folder);
  }

  private PythonConfig settings(String name, String value) {
    return PythonSettings.in(folder, Map.of(name, value));
  }

  @Test
  void crashCostsTheRequestThatWasHeld() throws Exception {
    try (WorkerPool pool = python.start(settings)) {
      assertThatThrownBy(() -> ask(pool, "exit"))
          .isInstanceOfSatisfying(
              MlflowException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR))
          .hasMessageContaining("exit code 7");
      assertThat(pid(ask(pool, "work"))).isPositive();
    }
  }

  @Test
  void crashIsMadeUpForOnceWhereTheCallerAllows() throws Exception {
    try (WorkerPool pool = python.start(settings)) {
      assertThat(pid(StubPython.ask(pool, "exit once", folder.resolve("mark"), true))).isPositive();
      assertThatThrownBy(() -> StubPython.ask(pool, "exit", folder.resolve("mark"), true))
          .hasMessageContaining("exit code 7");
    }
  }

  @Test
  void workerThatDiesIdleCostsNothing() throws Exception {
    try (WorkerPool pool = python.start(settings)) {
      for (int i = 0; i < 3; i++) {
        long pid = pid(ask(pool, "work"));
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        assertThat(pid(ask(pool, "work"))).isNotEqualTo(pid);
      }
    }
  }

  @Test
  void workersThatAreKilledUnderLoadCostThoseNothingWhoAllowARepetition() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    AtomicBoolean ended = new AtomicBoolean();
    try (WorkerPool pool = python.start(settings("workers", "2"))) {
      List<Future<Integer>> asking = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        asking.add(callers.submit(() -> askUntil(ended, pool)));
      }
      for (int i = 0; i < 4; i++) {
        long pid = pid(ask(pool, "work"));
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        awaitGone(List.of(pid));
        assertThat(pid(ask(pool, "work"))).isNotEqualTo(pid);
      }
      ended.set(true);
      for (Future<Integer> caller : asking) {
        assertThat(caller.get()).as("answers, and no refusal").isPositive();
      }
    } finally {
      ended.set(true);
      callers.shutdown();
    }
  }

  private int askUntil(AtomicBoolean ended, WorkerPool pool) throws Exception {
    int answers = 0;
    while (!ended.get()) {
      pid(StubPython.ask(pool, "work", folder.resolve("mark"), true));
      answers++;
    }
    return answers;
  }

  @Test
  void exceptionIsToldByItsIdAloneAndTheWorkerGoesOn() throws Exception {
    try (WorkerPool pool = python.start(settings)) {
      long pid = pid(ask(pool, "work"));

      assertThatThrownBy(() -> ask(pool, "raise"))
          .hasMessageContaining("(ValueError)")
          .hasMessageContaining("error id")
          .hasMessageNotContaining("4711");

      assertThat(pid(ask(pool, "work"))).isEqualTo(pid);
    }
  }

  @Test
  void requestThatTakesTooLongIsEnded() throws Exception {
    PythonConfig hasty = settings("request-timeout", "3s");
    try (WorkerPool pool = python.start(hasty)) {
      long pid = pid(ask(pool, "work"));

      assertThatThrownBy(() -> ask(pool, "sleep"))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));

      assertThat(pid(ask(pool, "work"))).isNotEqualTo(pid);
      awaitGone(List.of(pid));
    }
  }

  @Test
  void workerThatTakesTooMuchMemoryIsEnded() throws Exception {
    try (WorkerPool pool = python.start(settings("max-memory", "100M"))) {
      assertThatThrownBy(() -> ask(pool, "eat"))
          .hasMessageContaining("took more memory than millrace.serving.python.max-memory");
      assertThat(pid(ask(pool, "work"))).isPositive();
    }
  }

  @Test
  void workersThatDoNotComeUpAgainAreNotWaitedFor() throws Exception {
    try (WorkerPool pool = python.start(settings("workers", "2"))) {
      Path broken = Files.createFile(python.model().resolve("broken"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> ask(pool, "exit")).hasMessageContaining("exit code 7");
      }

      assertThatThrownBy(() -> ask(pool, "work"))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));

      Files.delete(broken);
      await("workers up again", () -> answers(pool));
    }
  }

  @Test
  void modelThatCannotBeLoadedIsToldWithTheReason() throws Exception {
    Files.createFile(python.model().resolve("broken"));

    assertThatThrownBy(() -> python.start(settings))
        .isInstanceOf(UnservableModelException.class)
        .hasMessage(
            "The model cannot be loaded in its environment: ImportError: No module named 'gone'");
  }

  @Test
  void workerThatEndsWhileItLoadsIsToldWithItsLastWords() throws Exception {
    Files.createFile(python.model().resolve("crashing"));

    assertThatThrownBy(() -> python.start(settings))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("exit code 9")
        .hasMessageContaining("last words");
  }

  @Test
  void modelThatLoadsTooLongIsGivenUp() throws Exception {
    Files.createFile(python.model().resolve("slow"));

    assertThatThrownBy(() -> python.start(settings("start-timeout", "2s")))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("not loaded within 2 s");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void nothingIsLeftOfAPoolThatIsClosed() throws Exception {
    List<Long> processes;
    try (WorkerPool pool = python.start(settings)) {
      processes = pids(ask(pool, "start"));
      assertThat(pool.memoryBytes()).isPositive();
    }

    awaitGone(processes);
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void nothingIsLeftOfAServerThatIsKilled() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedServer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.matches("\\d+ \\d+")) {
        line = out.readLine();
      }
      assertThat(line).isNotNull();
      List<Long> processes = List.of(line.split(" ")).stream().map(Long::valueOf).toList();
      assertThat(processes).allMatch(pid -> ProcessHandle.of(pid).isPresent());

      server.destroyForcibly().waitFor();

      awaitGone(processes);
    } finally {
      server.destroyForcibly();
    }
  }

  /** A server that has a worker, which has started a process of its own. */
  static final class DoomedServer {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      WorkerPool pool = StubPython.at(folder).start(PythonSettings.in(folder));
      List<Long> processes = pids(StubPython.ask(pool, "start", folder, false));
      System.out.println(processes.get(0) + " " + processes.get(1));
      Thread.sleep(600_000);
    }
  }

  private JsonNode ask(WorkerPool pool, String what) {
    return StubPython.ask(pool, what, folder.resolve("mark"), false);
  }

  private boolean answers(WorkerPool pool) {
    try {
      return pid(ask(pool, "work")) > 0;
    } catch (MlflowException e) {
      return false;
    }
  }

  private static long pid(JsonNode answer) {
    return answer.get(0).asLong();
  }

  private static List<Long> pids(JsonNode answer) {
    return List.of(answer.get(0).asLong(), answer.get(1).asLong());
  }

  private static void awaitGone(List<Long> processes) throws InterruptedException {
    await("no process left", () -> processes.stream().noneMatch(pid -> isThere(pid)));
  }

  private static boolean isThere(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("not so within a minute: " + what);
      }
      Thread.sleep(20);
    }
  }
}

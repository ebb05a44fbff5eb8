package dev.millrace.serving.runtime.pyfunc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.signature.ModelInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Python with a few lines in the place of MLflow: workers are what is tested with it, and
 * MLflow itself takes seconds to load. The official one is in the system tests.
 */
final class StubPython {

  private static final String PYFUNC =
      """
      import os, subprocess, sys, time

      class Metadata:
          def get_input_schema(self):
              return None

      class Model:
          metadata = Metadata()

          def predict(self, data, params=None):
              what, where = data["what"], data["where"]
              if what == "raise":
                  raise ValueError("4711")
              if what == "exit" or what == "exit once" and not os.path.exists(where):
                  open(where, "w").close()
                  os._exit(7)
              if what == "sleep":
                  time.sleep(600)
              if what == "eat":
                  eaten = []
                  while True:
                      eaten.append(b"x" * (1 << 22))
              if what == "start":
                  return [os.getpid(), subprocess.Popen(["sleep", "600"], start_new_session=True).pid]
              return [os.getpid()]

      def load_model(folder):
          if os.path.exists(os.path.join(folder, "broken")):
              raise ImportError("No module named 'gone'")
          if os.path.exists(os.path.join(folder, "crashing")):
              print("last words", flush=True)
              os._exit(9)
          if os.path.exists(os.path.join(folder, "slow")):
              time.sleep(600)
          return Model()
      """;

  private static final String JSON_UTILS =
      """
      from json import JSONEncoder as NumpyEncoder

      def _get_jsonable_obj(data, pandas_orient):
          return data

      def parse_tf_serving_input(data, schema):
          return data["inputs"]

      dataframe_from_parsed_json = None
      """;

  private final Path python;
  private final Path folder;

  private StubPython(Path python, Path folder) {
    this.python = python;
    this.folder = folder;
  }

  /** Skips the test by name where there is no Python. */
  static StubPython in(Path folder) throws Exception {
    Path environment = folder.resolve("environment");
    Process venv;
    try {
      venv =
          new ProcessBuilder(
                  "python3", "-m", "venv", "--without-pip", "--symlinks", environment.toString())
              .inheritIO()
              .start();
    } catch (IOException e) {
      Assumptions.abort("no python3 on the PATH");
      throw e;
    }
    assertThat(venv.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(venv.exitValue()).isZero();
    Path mlflow;
    try (Stream<Path> libraries = Files.list(environment.resolve("lib"))) {
      mlflow = libraries.findFirst().orElseThrow().resolve("site-packages/mlflow");
    }
    Files.createDirectories(mlflow.resolve("utils"));
    Files.writeString(mlflow.resolve("__init__.py"), "");
    Files.writeString(mlflow.resolve("exceptions.py"), "class MlflowException(Exception): pass\n");
    Files.writeString(mlflow.resolve("pyfunc.py"), PYFUNC);
    Files.writeString(mlflow.resolve("utils/__init__.py"), "");
    Files.writeString(mlflow.resolve("utils/proto_json_utils.py"), JSON_UTILS);
    Path model = Files.createDirectory(folder.resolve("model"));
    return new StubPython(EnvironmentCache.python(environment), model);
  }

  static StubPython at(Path folder) {
    return new StubPython(
        EnvironmentCache.python(folder.resolve("environment")), folder.resolve("model"));
  }

  /** The folder of the model, in which a file makes it misbehave. */
  Path model() {
    return folder;
  }

  WorkerPool start(PythonConfig config) throws IOException {
    Scripts scripts = Scripts.in(folder.resolveSibling("scripts"));
    var timer = Executors.newSingleThreadScheduledExecutor();
    return WorkerPool.start(
        new WorkerLauncher(config, scripts, python, folder, "stub version 1", timer),
        config.workers(),
        config,
        timer);
  }

  static JsonNode ask(WorkerPool pool, String what, Path where, boolean mayRepeat) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("what", what).put("where", where.toString());
    return pool.ask(
        RequestFrame.of(
            new ModelInput.AsSent("inputs", data), JsonNodeFactory.instance.objectNode()),
        mayRepeat);
  }
}

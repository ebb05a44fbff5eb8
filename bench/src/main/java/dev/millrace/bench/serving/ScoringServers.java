package dev.millrace.bench.serving;

import dev.millrace.bench.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the servers that Millrace's scoring is measured against, with one model each. */
final class ScoringServers {

  private static final String LOOPBACK = "127.0.0.1";

  /** By name: what it is made of is not in the jar of the bench. */
  private static final String BARE_HANDLER = "dev.millrace.bench.serving.BareHandler";

  private ScoringServers() {}

  /**
   * What {@code mlflow models serve} starts, with its one worker. That starts uvicorn by its name,
   * which an environment that was moved to its place does not have.
   */
  static ServerProcess mlflow(Path python, Path model, Path directory) throws IOException {
    int port = ServerProcess.freePort();
    return ServerProcess.start(
        "mlflow",
        port,
        "/health",
        List.of(
            python.toString(),
            "-m",
            "uvicorn",
            "--host",
            LOOPBACK,
            "--port",
            Integer.toString(port),
            "--workers",
            "1",
            "mlflow.pyfunc.scoring_server.app:app"),
        Map.of(
            "MLFLOW_DISABLE_TELEMETRY",
            "true",
            "__pyfunc_model_path__",
            model.resolve("mlflow").toAbsolutePath().toString()),
        directory);
  }

  /** MLServer with its scikit-learn runtime in its own process, which is its fastest setting. */
  static ServerProcess mlserver(Path python, Path model, Path directory) throws IOException {
    int port = ServerProcess.freePort();
    Path folder = model.resolve("mlserver");
    Files.writeString(
        folder.resolve("settings.json"),
        """
        {"host": "%s", "http_port": %d, "grpc_port": %d, "metrics_port": %d, "parallel_workers": 0,
         "debug": false}
        """
            .formatted(LOOPBACK, port, ServerProcess.freePort(), ServerProcess.freePort()));
    return ServerProcess.start(
        "mlserver",
        port,
        "/v2/health/ready",
        List.of(
            python.toString(),
            "-c",
            "import sys; from mlserver.cli import main; sys.argv = ['mlserver', 'start', sys.argv[1]]; main()",
            folder.toString()),
        Map.of(),
        directory);
  }

  /** The bare handler in a JVM of its own, with the settings of Millrace's. */
  static ServerProcess bare(Path libraries, Path model, Path directory) throws IOException {
    int port = ServerProcess.freePort();
    return ServerProcess.start(
        "bare",
        port,
        "/health",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            libraries.resolve("*") + ":" + System.getProperty("java.class.path"),
            BARE_HANDLER,
            Integer.toString(port),
            model.resolve("model.onnx").toString()),
        Map.of("ORT_DISABLE_TELEMETRY", "1"),
        directory);
  }
}

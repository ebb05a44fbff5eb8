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

  private ScoringServers() {}

  /** {@code mlflow models serve} with its one worker. */
  static ServerProcess mlflow(Path python, Path model, Path directory) throws IOException {
    int port = ServerProcess.freePort();
    return ServerProcess.start(
        "mlflow",
        port,
        "/health",
        List.of(
            python.toString(),
            "-m",
            "mlflow",
            "models",
            "serve",
            "--model-uri",
            model.resolve("mlflow").toString(),
            "--env-manager",
            "local",
            "--host",
            LOOPBACK,
            "--port",
            Integer.toString(port)),
        Map.of("MLFLOW_DISABLE_TELEMETRY", "true", "PATH", pathWith(python)),
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
        Map.of("PATH", pathWith(python)),
        directory);
  }

  /** The handler of {@link BareHandler} in a JVM of its own, on the libraries of Millrace. */
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
            BareHandler.class.getName(),
            Integer.toString(port),
            model.resolve("model.onnx").toString()),
        Map.of("ORT_DISABLE_TELEMETRY", "1"),
        directory);
  }

  /** MLflow starts {@code uvicorn}, and MLServer its workers, by name. */
  private static String pathWith(Path python) {
    return python.toAbsolutePath().getParent() + ":" + System.getenv("PATH");
  }
}

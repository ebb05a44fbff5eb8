package dev.millrace.serving.runtime.pyfunc;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables that our processes get. A model's code has no business with those of the server,
 * among which are the passwords of its database and of its store.
 */
final class ChildEnvironment {

  private static final Pattern PASSED_ON =
      Pattern.compile(
          "home|user|logname|lang|lc_.*|tz|tmpdir|ld_library_path|cuda_.*|nvidia_.*|http_proxy"
              + "|https_proxy|no_proxy|all_proxy|ssl_cert_file|ssl_cert_dir|requests_ca_bundle"
              + "|curl_ca_bundle");

  /** What says where packages come from. */
  private static final Pattern OF_INSTALLERS = Pattern.compile("pip_.*|uv_.*|netrc");

  private ChildEnvironment() {}

  static Map<String, String> ofInstaller(@Nullable String path) {
    Map<String, String> environment =
        passedOn(
            name -> PASSED_ON.matcher(name).matches() || OF_INSTALLERS.matcher(name).matches());
    environment.put("PATH", path == null ? "" : path);
    environment.put("PYTHONUNBUFFERED", "1");
    return environment;
  }

  static Map<String, String> ofWorker(
      Path python, @Nullable String path, Map<String, String> configured) {
    Map<String, String> environment = passedOn(name -> PASSED_ON.matcher(name).matches());
    environment.put("PATH", python.getParent() + File.pathSeparator + (path == null ? "" : path));
    // Workers are the parallel work: threads inside of each would fight over the same cores.
    for (String threads : new String[] {"OMP", "OPENBLAS", "MKL", "NUMEXPR"}) {
      environment.put(threads + "_NUM_THREADS", "1");
    }
    environment.put("ORT_DISABLE_TELEMETRY", "1");
    environment.put("MLFLOW_DISABLE_TELEMETRY", "true");
    environment.put("DO_NOT_TRACK", "true");
    // MLflow: what its own scoring server sets, by which models of type hints are asked.
    environment.put("_MLFLOW_IS_IN_SERVING_ENVIRONMENT", "true");
    environment.putAll(configured);
    return environment;
  }

  private static Map<String, String> passedOn(Predicate<String> isPassedOn) {
    Map<String, String> environment = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (isPassedOn.test(name.toLowerCase(Locale.ROOT))) {
                environment.put(name, value);
              }
            });
    return environment;
  }
}

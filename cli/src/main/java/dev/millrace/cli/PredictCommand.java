package dev.millrace.cli;

import dev.millrace.client.Endpoints;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelUri;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.serving.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "predict",
    description = {
      "Ask a model for predictions, by an endpoint that serves it.",
      "The data is in MLflow's scoring protocol, such as {\"dataframe_split\": …}, or CSV with a"
          + " header. Prints the answer in JSON."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace models predict --model-uri models:/fraud@champion \\",
      "      --input-path rows.csv --content-type csv",
      "  millrace models predict --endpoint fraud -i request.json -o predictions.json"
    })
final class PredictCommand implements Callable<Integer> {

  private enum ContentType {
    JSON("application/json"),
    CSV("text/csv");

    private final String mediaType;

    ContentType(String mediaType) {
      this.mediaType = mediaType;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final class Asked {

    @Option(
        names = {"-m", "--model-uri"},
        paramLabel = "URI",
        description = "models:/NAME@ALIAS, models:/NAME/VERSION or models:/NAME/latest.")
    private @Nullable String uri;

    @Option(names = "--endpoint", paramLabel = "NAME", description = "An endpoint by its name.")
    private @Nullable String endpoint;
  }

  @Mixin private PlainOptions server = new PlainOptions();

  @ArgGroup(multiplicity = "1")
  private Asked asked = new Asked();

  @Option(
      names = {"-i", "--input-path"},
      paramLabel = "FILE",
      description = "The data (default: standard input).")
  private @Nullable Path input;

  @Option(
      names = {"-o", "--output-path"},
      paramLabel = "FILE",
      description = "Write the answer to a file (default: print).")
  private @Nullable Path output;

  @Option(
      names = {"-t", "--content-type"},
      paramLabel = "TYPE",
      description = "json or csv (default: ${DEFAULT-VALUE}).")
  private ContentType type = ContentType.JSON;

  @Override
  public Integer call() throws IOException {
    try (MillraceClient client = server.connect()) {
      ModelVersion wanted =
          asked.uri == null ? null : client.registry().version(ModelUri.parse(asked.uri));
      String name = wanted == null ? String.valueOf(asked.endpoint) : serving(client, wanted);
      byte[] data = input == null ? System.in.readAllBytes() : Files.readAllBytes(input);
      Endpoints.ScoringAnswer answer =
          wanted == null
              ? client.endpoints().invoke(name, data, type.mediaType)
              : client.endpoints().invokeVersion(name, wanted.version(), data, type.mediaType);
      write(answer.json().strip() + "\n");
    }
    return ExitCode.DONE;
  }

  /** An endpoint that serves that version now. */
  private static String serving(MillraceClient client, ModelVersion wanted) {
    return client.endpoints().list().stream()
        .filter(endpoint -> endpoint.modelName().equals(wanted.name()))
        .filter(endpoint -> isLoaded(endpoint, wanted.version()))
        .map(Endpoint::name)
        .findFirst()
        .orElseThrow(
            () ->
                new MlflowException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "No endpoint serves version %s of '%s'; see millrace endpoints open."
                        .formatted(wanted.version(), wanted.name())));
  }

  private static boolean isLoaded(Endpoint endpoint, String version) {
    return version.equals(endpoint.liveVersion())
        || endpoint.variants().stream().anyMatch(each -> version.equals(each.liveVersion()));
  }

  private void write(String json) throws IOException {
    try (InputStream content = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
      WholeFile.write(content, output, server.out());
    }
  }
}

package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.serving.Batching;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.InputPolicy;
import dev.millrace.core.signature.InputPolicy.ExtraColumns;
import dev.millrace.core.signature.InputPolicy.MissingColumns;
import dev.millrace.core.signature.InputPolicy.OtherTypes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "options",
    description = {
      "Set how an endpoint lets requests in and gives answers out.",
      "What is left out is as the server is configured."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace endpoints options fraud-live --require-key --max-concurrent 8",
      "  millrace endpoints options fraud-live --batch-rows 64 --workers 4",
      "  millrace endpoints options fraud-live"
    })
final class EndpointOptionsCommand implements Callable<Integer> {

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "NAME", description = "The endpoint.")
  private String name = "";

  @Option(
      names = "--max-concurrent",
      paramLabel = "NUMBER",
      description = "How many requests are answered at the same time on each server.")
  private @Nullable Integer maxConcurrent;

  @Option(
      names = "--max-waiting",
      paramLabel = "NUMBER",
      description = "How many may wait for their turn beside those.")
  private @Nullable Integer maxWaiting;

  @Option(
      names = "--max-wait",
      paramLabel = "MILLIS",
      description = "How long one may wait for its turn.")
  private @Nullable Long maxWaitMillis;

  @Option(
      names = "--withhold-below",
      paramLabel = "CONFIDENCE",
      description = "Withhold predictions that the model is less sure of, from 0 to 1.")
  private @Nullable Double withholdBelow;

  @Option(
      names = "--alert-on-drift",
      paramLabel = "LEVEL",
      description = "Tell webhooks of drift: SOME or STRONG.")
  private @Nullable DriftLevel alertOnDrift;

  @Option(names = "--require-key", description = "Answer those alone that send a key.")
  private boolean requireKey;

  @Option(
      names = "--keep-previous",
      negatable = true,
      description = {
        "Keep the version that answered before in memory, so that a rollback to it takes no time;",
        "with --no-keep-previous its memory is freed."
      })
  private @Nullable Boolean keepPrevious;

  @Option(
      names = "--batch-rows",
      paramLabel = "ROWS",
      description = "Score requests together that come at the same time, up to so many rows.")
  private @Nullable Integer batchRows;

  @Option(
      names = "--batch-delay",
      paramLabel = "MILLIS",
      description = "How long a request may wait for others to be scored with.")
  private @Nullable Long batchDelayMillis;

  @Option(
      names = "--extra-columns",
      paramLabel = "POLICY",
      description = "Columns that the model does not take: REFUSE or IGNORE.")
  private @Nullable ExtraColumns extraColumns;

  @Option(
      names = "--missing-columns",
      paramLabel = "POLICY",
      description = "Required values that are not sent: REFUSE, or NULL to ask without them.")
  private @Nullable MissingColumns missingColumns;

  @Option(
      names = "--other-types",
      paramLabel = "POLICY",
      description =
          "Values of another type than the column's: REFUSE, or CONVERT those that lose nothing.")
  private @Nullable OtherTypes otherTypes;

  @Option(
      names = "--mlflow-compatible",
      description = {
        "Take what MLflow's scoring server takes, as far as nothing is lost by it: as",
        "--extra-columns IGNORE --missing-columns NULL --other-types CONVERT."
      })
  private boolean mlflowCompatible;

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      description = "Threads that one request may use within the model (ONNX).")
  private @Nullable Integer threads;

  @Option(
      names = "--workers",
      paramLabel = "NUMBER",
      description = "Processes that hold the model (Python).")
  private @Nullable Integer workers;

  @Override
  public Integer call() {
    try (MillraceClient client = server.connect()) {
      Endpoint endpoint = client.endpoints().putOptions(name, options());
      server.print(endpoint, EndpointCommands.details(endpoint, client.pages().endpoint(name)));
    }
    return ExitCode.DONE;
  }

  private EndpointOptions options() {
    return new EndpointOptions(
        maxConcurrent,
        maxWaiting,
        maxWaitMillis,
        withholdBelow,
        alertOnDrift,
        requireKey ? true : null,
        keepPrevious,
        batchRows == null && batchDelayMillis == null
            ? null
            : new Batching(batchRows, batchDelayMillis),
        input(),
        threads == null && workers == null ? null : new RuntimeOptions(threads, workers));
  }

  private @Nullable InputPolicy input() {
    InputPolicy policy =
        new InputPolicy(extraColumns, missingColumns, otherTypes)
            .or(mlflowCompatible ? InputPolicy.MLFLOW_COMPATIBLE : InputPolicy.STRICT);
    return policy.equals(InputPolicy.STRICT) ? null : policy;
  }

  private static @Nullable String yesOrNo(@Nullable Boolean value) {
    return value == null ? null : value ? "yes" : "no";
  }

  /** The options of an endpoint that has some, in rows. */
  static void addRows(Table table, EndpointOptions options) {
    Batching batching = options.batching();
    table
        .row("needs a key", Boolean.TRUE.equals(options.requiresKey()) ? "yes" : "no")
        .row("keeps previous", yesOrNo(options.keepPrevious()))
        .row("at once", options.maxConcurrentRequests())
        .row("waiting", options.maxWaitingRequests())
        .row("longest wait", options.maxWaitMillis())
        .row("withholds below", options.withholdBelow())
        .row("alerts on drift", options.alertOnDrift())
        .row("batch rows", batching == null ? null : batching.maxRows())
        .row("batch delay", batching == null ? null : batching.maxDelayMillis())
        .row("extra columns", options.inputPolicy().extraColumns())
        .row("missing columns", options.inputPolicy().missingColumns())
        .row("other types", options.inputPolicy().otherTypes())
        .row("threads", options.runtimeOptions().threads())
        .row("workers", options.runtimeOptions().workers());
  }
}

package dev.millrace.cli;

import dev.millrace.client.EndpointRequests;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.serving.GetDrift;
import dev.millrace.core.serving.GetDrift.FeatureDrift;
import dev.millrace.core.serving.GetDrift.VersionDrift;
import dev.millrace.core.serving.GetQuality;
import dev.millrace.core.serving.GetQuality.VersionQuality;
import dev.millrace.core.serving.ListLoggedRequests;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.ReplayReport;
import dev.millrace.core.serving.ReplayReport.Replayed;
import dev.millrace.core.serving.ReplayRequests;
import dev.millrace.core.serving.RequestLogExport;
import dev.millrace.core.serving.RequestLogSettings;
import dev.millrace.core.serving.RequestLogSettings.Export;
import dev.millrace.core.validation.Age;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "requests",
    description = "Keep what an endpoint is asked, look at it, and ask any version again.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace endpoints requests list fraud-live")
final class EndpointRequestCommands {

  private record RequestList(List<LoggedRequest> requests) {}

  private record ExportList(List<RequestLogExport> exports) {}

  private record Forgotten(String forgotten) {}

  @Command(
      name = "keep",
      description = {
        "Keep requests and answers of an endpoint from now on.",
        "Values of redacted columns are never kept."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints requests keep fraud-live --sample 0.1 --days 30",
        "  millrace endpoints requests keep fraud-live --redact name --export parquet"
      })
  void keep(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint,
      @Option(
              names = "--sample",
              paramLabel = "SHARE",
              description = "Share of the requests, from 0 to 1 (default: 1).")
          @Nullable Double sampleRate,
      @Option(
              names = "--redact",
              paramLabel = "COLUMN",
              split = ",",
              description = "Columns whose values are not kept.")
          @Nullable List<String> redact,
      @Option(
              names = "--days",
              paramLabel = "DAYS",
              description = "How long they are kept (default: 7).")
          @Nullable Integer days,
      @Option(
              names = "--export",
              paramLabel = "FORMAT",
              description =
                  "Write every hour to the artifact store: JSONL, PARQUET or NONE (default: as the"
                      + " server is configured).")
          @Nullable Export export) {
    List<String> redacted = redact == null ? List.of() : redact;
    try (MillraceClient client = server.connect()) {
      print(
          server,
          requests(client, endpoint)
              .keep(new RequestLogSettings(sampleRate, redacted, days, export)));
    }
  }

  @Command(
      name = "settings",
      description = "Show what an endpoint keeps of its requests.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints requests settings fraud-live")
  void settings(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      print(server, requests(client, endpoint).settings());
    }
  }

  @Command(
      name = "forget",
      description = "Keep no more requests of an endpoint, and forget those that were kept.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints requests forget fraud-live")
  void forget(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      requests(client, endpoint).forget();
      server.print(new Forgotten(endpoint), "Forgot the requests of " + endpoint);
    }
  }

  @Command(
      name = "list",
      description = "List requests that were kept, newest first.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints requests list fraud-live --since 2h --errors",
        "  millrace endpoints requests list fraud-live --model-version 7 --limit 20"
      })
  void list(
      @Mixin ServerOptions server,
      @Mixin ListLimit limit,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint,
      @Option(names = "--since", paramLabel = "AGE", description = "Such as 30m, 2h or 7d.")
          @Nullable String since,
      @Option(
              names = "--model-version",
              paramLabel = "VERSION",
              description = "Only those that this version answered.")
          @Nullable String version,
      @Option(names = "--errors", description = "Only those that were answered with an error.")
          boolean errorsOnly) {
    ListLoggedRequests search =
        new ListLoggedRequests(from(since), null, version, errorsOnly ? true : null, null, null);
    try (MillraceClient client = server.connect()) {
      List<LoggedRequest> found =
          limit.first(most -> requests(client, endpoint).list(search, most));
      Table table =
          Table.of(
              "No requests.",
              "TIME",
              "ID",
              "VERSION",
              "VARIANT",
              "PROTOCOL",
              "MS",
              "BYTES",
              "ERROR");
      for (LoggedRequest request : found) {
        table.row(
            Table.time(request.at()),
            request.requestId(),
            request.version(),
            request.variant(),
            request.protocol(),
            String.format(Locale.ROOT, "%.2f", request.latencyMillis()),
            request.bodyBytes(),
            request.errorCode());
      }
      server.print(new RequestList(found), table);
    }
  }

  @Command(
      name = "show",
      description = "Show a request that was kept, with its answer.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints requests show fraud-live order-42")
  void show(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(index = "1", paramLabel = "ID", description = "The request's id.") String id) {
    try (MillraceClient client = server.connect()) {
      LoggedRequest request = requests(client, endpoint).get(id);
      server.print(
          request,
          Table.ofDetails()
              .row("request", request.requestId())
              .row("time", Table.time(request.at()))
              .row("version", request.version())
              .row("variant", request.variant())
              .row("protocol", request.protocol())
              .row("content type", request.contentType())
              .row("milliseconds", String.format(Locale.ROOT, "%.2f", request.latencyMillis()))
              .row("error", request.errorCode())
              .row("redacted", request.redacted())
              .row("body", request.body() == null ? request.bodyNote() : request.body())
              .row("answer", request.answer() == null ? request.answerNote() : request.answer()));
    }
  }

  @Command(
      name = "exports",
      description = "List the hours of requests that are in the artifact store, newest first.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints requests exports fraud-live --limit 24")
  void exports(
      @Mixin ServerOptions server,
      @Mixin ListLimit limit,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      List<RequestLogExport> exports =
          limit.first(most -> requests(client, endpoint).exports(most));
      Table table = Table.of("No exports.", "HOUR", "REQUESTS", "WRITTEN", "PARQUET", "JSON LINES");
      for (RequestLogExport export : exports) {
        table.row(
            Table.time(export.windowStart()),
            export.requests(),
            Table.time(export.exportedAt()),
            export.parquet(),
            export.jsonl());
      }
      server.print(new ExportList(exports), table);
    }
  }

  @Command(
      name = "replay",
      description = {
        "Have a version answer requests that were kept, and compare; exits with 9 where an answer is"
            + " another.",
        "The version is any of the model's; one that is not at work is loaded for it."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints requests replay fraud-live order-42 --model-version 7",
        "  millrace endpoints requests replay fraud-live --model-version 8 --since 1h"
      })
  int replay(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "ID",
              description = "Requests by their ids (default: the newest).")
          @Nullable List<String> ids,
      @Option(
              names = "--model-version",
              required = true,
              paramLabel = "VERSION",
              description = "The version that is asked.")
          String version,
      @Option(names = "--since", paramLabel = "AGE", description = "Such as 30m, 2h or 7d.")
          @Nullable String since,
      @Option(names = "--errors", description = "Only those that were answered with an error.")
          boolean errorsOnly,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "At most so many, up to 500 (default: 100).")
          @Nullable Integer limit,
      @Option(
              names = "--tolerance",
              paramLabel = "NUMBER",
              description = "By how much numbers may differ (default: 1e-6).")
          @Nullable Double tolerance) {
    ReplayRequests request =
        new ReplayRequests(
            version,
            ids == null ? List.of() : ids,
            from(since),
            null,
            errorsOnly ? true : null,
            limit,
            tolerance);
    try (MillraceClient client = server.connect()) {
      ReplayReport report = requests(client, endpoint).replay(request);
      server.print(report, table(report));
      if (!server.isJson()) {
        server
            .out()
            .printf(
                "%d same, %d different, %d skipped%n",
                report.same(), report.different(), report.skipped());
        server.out().flush();
      }
      return report.different() == 0 ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
  }

  @Command(
      name = "quality",
      description = "Show how good the predictions were whose ground truth is known.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints requests quality fraud-live --since 7d")
  void quality(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint,
      @Option(names = "--since", paramLabel = "AGE", description = "Such as 30m, 2h or 7d.")
          @Nullable String since) {
    try (MillraceClient client = server.connect()) {
      GetQuality.Response quality =
          requests(client, endpoint).quality(new GetQuality(from(since), null));
      Table table =
          Table.of(
              "Nothing is known yet.",
              "VERSION",
              "KIND",
              "ROWS",
              "ACCURACY",
              "PRECISION",
              "RECALL",
              "F1",
              "MAE",
              "RMSE",
              "R2");
      for (VersionQuality version : quality.versions()) {
        table.row(
            version.version(),
            version.kind().name().toLowerCase(Locale.ROOT),
            version.rows(),
            version.accuracy(),
            version.precision(),
            version.recall(),
            version.f1(),
            version.mae(),
            version.rmse(),
            version.r2());
      }
      server.print(quality, table);
    }
  }

  @Command(
      name = "drift",
      description = {
        "Show how what versions are asked and answer has changed.",
        "Against the training data where its profile was logged, else against a version's first"
            + " requests."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints requests drift fraud-live --since 24h",
        "  millrace endpoints requests drift fraud-live --model-version 7"
      })
  void drift(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint,
      @Option(
              names = "--since",
              paramLabel = "AGE",
              description = "Such as 30m, 2h or 7d (default: 1h).")
          @Nullable String since,
      @Option(names = "--model-version", paramLabel = "VERSION", description = "Only this version.")
          @Nullable String version) {
    try (MillraceClient client = server.connect()) {
      GetDrift.Response drift =
          requests(client, endpoint).drift(new GetDrift(version, from(since), null, null, null));
      Table table =
          Table.of(
              "No requests.",
              "VERSION",
              "AGAINST",
              "FEATURE",
              "LEVEL",
              "PSI",
              "KS",
              "MISSING",
              "OUT OF RANGE",
              "ROWS");
      for (VersionDrift each : drift.versions()) {
        each.features().forEach(feature -> row(table, each, feature));
        if (each.prediction() != null) {
          row(table, each, each.prediction());
        }
      }
      server.print(drift, table);
    }
  }

  private static void row(Table table, VersionDrift version, FeatureDrift feature) {
    table.row(
        version.version(),
        version.reference().kind().name().toLowerCase(Locale.ROOT),
        feature.name(),
        feature.level() == null ? null : feature.level().name().toLowerCase(Locale.ROOT),
        feature.psi(),
        feature.ks(),
        feature.missingShare(),
        feature.outOfRangeShare(),
        feature.rows());
  }

  private static Table table(ReplayReport report) {
    Table table = Table.of("No requests.", "ID", "VERSION THEN", "OUTCOME", "DIFFERENCE", "REASON");
    for (Replayed each : report.requests()) {
      table.row(
          each.requestId(),
          each.version(),
          each.outcome().name().toLowerCase(Locale.ROOT),
          each.largestDifference(),
          each.reason());
    }
    return table;
  }

  private static @Nullable Long from(@Nullable String since) {
    return since == null ? null : System.currentTimeMillis() - Age.parse(since).toMillis();
  }

  private static EndpointRequests requests(MillraceClient client, String endpoint) {
    return client.endpoints().requests(endpoint);
  }

  private static void print(ServerOptions server, RequestLogSettings settings) {
    server.print(
        settings,
        Table.ofDetails()
            .row("sample rate", settings.sampleRate())
            .row("redacted", String.join(", ", settings.redact()))
            .row("days", settings.keepDays())
            .row("export", settings.export()));
  }
}

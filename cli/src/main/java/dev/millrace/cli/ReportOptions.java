package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.CreatePromotion;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of verbs that tell what came of a promotion. */
final class ReportOptions {

  enum Format {
    TEXT,
    JSON,
    MARKDOWN,
    JUNIT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text, json, markdown or junit (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  private final CiEnvironment ci = new CiEnvironment(System.getenv());

  MillraceClient connect() {
    return connection.connect();
  }

  CiEnvironment ci() {
    return ci;
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Writes the report, and tells CI; the exit code. */
  int print(CreatePromotion.Response answer) {
    PromotionReport report = new PromotionReport(answer);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> {
        out.println(report.headline());
        if (!report.gates().isEmpty()) {
          out.println();
          out.print(report.table().render());
        } else if (report.message() != null) {
          out.println(report.message());
        }
      }
      case JSON -> out.println(ServerOptions.json(answer));
      case MARKDOWN -> out.print(report.markdown());
      case JUNIT -> out.println(report.junit());
    }
    out.flush();
    ci.summarize(report.markdown());
    ci.output(report.outputs());
    int code = report.exitCode();
    String message = report.message();
    if (code != ExitCode.DONE && message != null) {
      ci.error(err(), "Promotion of " + report.model(), message);
    }
    return code;
  }
}

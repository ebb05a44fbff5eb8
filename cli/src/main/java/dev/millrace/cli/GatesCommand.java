package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "gates",
    description = "Show what the gates say of a version, and ask for no promotion.",
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace models gates fraud --from run:RUN_ID",
      "  millrace models gates fraud --from version:7 --to @challenger \\",
      "      --gate 'candidate.metrics.f1 >= 0.9' -o junit",
      "",
      "Exit codes:",
      "  0 all pass   2 wrong usage   3 a gate failed   4 the alias is there already",
      "  6 a promotion would wait for approvals or checks",
      "  8 the server could not be reached"
    })
final class GatesCommand implements Callable<Integer> {

  @Mixin private ReportOptions report = new ReportOptions();

  @Mixin private GateOptions asked = new GateOptions();

  @Override
  public Integer call() {
    try (MillraceClient client = report.connect()) {
      return report.print(client.registry().promote(asked.dryRun(client)));
    }
  }
}

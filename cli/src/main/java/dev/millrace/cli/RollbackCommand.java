package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelRegistry;
import dev.millrace.core.registry.CreatePromotion;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = "Move an alias back to the version before, or to one that is named.",
    mixinStandardHelpOptions = true,
    footer = "  millrace models rollback fraud --reason \"p99 doubled\"")
final class RollbackCommand implements Callable<Integer> {

  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(paramLabel = "MODEL", description = "A registered model.")
  private String model = "";

  @Option(
      names = "--alias",
      paramLabel = "@ALIAS",
      defaultValue = ModelRegistry.CHAMPION,
      description = "The alias to move (default: ${DEFAULT-VALUE}).")
  private String alias = ModelRegistry.CHAMPION;

  @Option(
      names = "--to-version",
      paramLabel = "N",
      description = "The version (default: the one before).")
  private @Nullable String version;

  @Option(names = "--if-version", paramLabel = "N", description = "Only from this version.")
  private @Nullable String ifVersion;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; the history keeps it.")
  private String reason = "";

  @Override
  public Integer call() {
    try (MillraceClient client = report.connect()) {
      return report.print(
          client
              .registry()
              .rollback(
                  new CreatePromotion(
                      model,
                      ModelCommands.aliasName(alias),
                      version,
                      null,
                      reason,
                      report.ci().jobUrl(),
                      report.ci().commit(),
                      ifVersion,
                      null,
                      null,
                      UUID.randomUUID().toString())));
    }
  }
}

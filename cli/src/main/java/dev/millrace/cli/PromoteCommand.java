package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.CreatePromotion;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "promote",
    description = "Move an alias to a version, if its gates let it, and record why.",
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace models promote fraud --from run:RUN_ID --reason \"better F1\"",
      "  millrace models promote fraud --from @challenger --to @champion \\",
      "      --gate 'candidate.metrics.f1 >= 0.9'",
      "  millrace models promote fraud --from version:7 --if-version 6 \\",
      "      --wait-serving 60s --rollback-on-fail -o junit",
      "",
      "Exit codes:",
      "  0 promoted   2 wrong usage   3 a gate failed or somebody refused",
      "  4 nothing to do   5 conflict   6 waits for approvals or checks",
      "  7 serving did not become healthy   8 the server could not be reached"
    })
final class PromoteCommand implements Callable<Integer> {

  @Mixin private ReportOptions report = new ReportOptions();

  @Mixin private GateOptions asked = new GateOptions();

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if the alias points at this version; 'none': only if it does not exist.")
  private @Nullable String ifVersion;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the history keeps it.")
  private @Nullable String reason;

  @Option(
      names = "--ci-url",
      paramLabel = "URL",
      description = "The CI job (default: as GitHub Actions and GitLab tell).")
  private @Nullable String ciUrl;

  @Option(
      names = "--commit",
      paramLabel = "SHA",
      description = "The revision (default: as GitHub Actions and GitLab tell).")
  private @Nullable String commit;

  @Option(
      names = "--dry-run",
      description = "Ask the gates and change nothing, as models gates does.")
  private boolean dryRun;

  @Option(
      names = "--wait-serving",
      paramLabel = "TIME",
      description = "Return when every endpoint of the alias serves the version, such as 60s.")
  private @Nullable String waitServing;

  @Option(
      names = "--rollback-on-fail",
      description = "Move the alias back where serving does not become healthy in that time.")
  private boolean rollbackOnFail;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "What is sent again with this key is answered as the first time.")
  private String key = UUID.randomUUID().toString();

  @Override
  public Integer call() {
    Duration patience = waitServing == null ? null : ServingWait.duration(waitServing);
    if (rollbackOnFail && patience == null) {
      throw new IllegalArgumentException("--rollback-on-fail needs --wait-serving.");
    }
    try (MillraceClient client = report.connect()) {
      CreatePromotion.Response answer =
          client
              .registry()
              .promote(
                  new CreatePromotion(
                      asked.model(),
                      asked.alias(),
                      null,
                      asked.source(),
                      reason,
                      ciUrl != null ? ciUrl : report.ci().jobUrl(),
                      commit != null ? commit : report.ci().commit(),
                      ifVersion,
                      asked.gates(client),
                      dryRun,
                      key));
      int code = report.print(answer);
      boolean there = code == ExitCode.DONE || code == ExitCode.NOTHING_TO_DO;
      if (patience == null || dryRun || !there) {
        return code;
      }
      ServingWait wait = new ServingWait(client, report);
      return wait.await(new PromotionReport(answer), patience, rollbackOnFail)
          ? code
          : ExitCode.UNHEALTHY;
    }
  }
}

package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import dev.millrace.core.registry.PromotionRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs around promotions that wait for somebody. */
final class RequestCommands {

  private RequestCommands() {}

  private record Requests(List<PromotionRequest> requests) {}

  @Command(
      name = "requests",
      description = "List the promotions of a model that wait, oldest first.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models requests fraud")
  static final class Open implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "MODEL", description = "A registered model.")
    private String model = "";

    @Override
    public void run() {
      try (MillraceClient client = server.connect()) {
        List<PromotionRequest> open = client.registry().openPromotionRequests(model);
        Table table =
            Table.of("No promotion waits.", "REQUEST", "AT", "ALIAS", "TO", "BY", "WAITS FOR");
        for (PromotionRequest request : open) {
          table.row(
              request.requestId(),
              Table.time(request.createdAt()),
              request.alias(),
              request.toVersion(),
              request.user(),
              waitsFor(request));
        }
        server.print(new Requests(open), table);
      }
    }

    private static String waitsFor(PromotionRequest request) {
      return request.gates().stream()
          .filter(gate -> gate.status() == GateStatus.PENDING)
          .map(GateResult::message)
          .collect(Collectors.joining(", "));
    }
  }

  @Command(
      name = "approve",
      description = "Approve a promotion that somebody else asked for.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models approve 17 --comment \"looked at the slices\"")
  static final class Approve implements Callable<Integer> {

    @Mixin private ReportOptions report = new ReportOptions();

    @Parameters(paramLabel = "REQUEST", description = "Number of the request.")
    private String request = "";

    @Option(names = "--comment", paramLabel = "TEXT", description = "The history keeps it.")
    private @Nullable String comment;

    @Override
    public Integer call() {
      try (MillraceClient client = report.connect()) {
        return report.print(client.registry().approve(request, comment));
      }
    }
  }

  @Command(
      name = "refuse",
      description = "Refuse a promotion, which ends it.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models refuse 17 --comment \"not before the audit\"")
  static final class Refuse implements Callable<Integer> {

    @Mixin private ReportOptions report = new ReportOptions();

    @Parameters(paramLabel = "REQUEST", description = "Number of the request.")
    private String request = "";

    @Option(
        names = "--comment",
        paramLabel = "TEXT",
        required = true,
        description = "Why; the history keeps it.")
    private String comment = "";

    @Override
    public Integer call() {
      try (MillraceClient client = report.connect()) {
        report.print(client.registry().refuse(request, comment));
        return ExitCode.DONE;
      }
    }
  }

  @Command(
      name = "check",
      description = "Report the result of a check outside to a promotion that waits for it.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models check 17 integration-tests --url https://ci.example/9")
  static final class Check implements Callable<Integer> {

    @Mixin private ReportOptions report = new ReportOptions();

    @Parameters(index = "0", paramLabel = "REQUEST", description = "Number of the request.")
    private String request = "";

    @Parameters(index = "1", paramLabel = "CHECK", description = "Name of the check.")
    private String check = "";

    @Option(names = "--failed", description = "It failed; else it passed.")
    private boolean failed;

    @Option(names = "--url", paramLabel = "URL", description = "Where its results are.")
    private @Nullable String url;

    @Override
    public Integer call() {
      try (MillraceClient client = report.connect()) {
        return report.print(client.registry().reportCheck(request, check, !failed, url));
      }
    }
  }
}

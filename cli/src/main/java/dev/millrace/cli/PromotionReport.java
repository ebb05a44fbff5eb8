package dev.millrace.cli;

import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.registry.PromotionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of a promotion, for people, for CI pages and for test reports. */
final class PromotionReport {

  private final CreatePromotion.Response answer;

  PromotionReport(CreatePromotion.Response answer) {
    this.answer = answer;
  }

  int exitCode() {
    if (Boolean.TRUE.equals(answer.unchanged())) {
      return ExitCode.NOTHING_TO_DO;
    }
    return switch (state()) {
      case DONE -> ExitCode.DONE;
      case DRY_RUN -> dryRunCode();
      case PENDING, EVALUATING -> ExitCode.PENDING;
      case GATES_FAILED, REFUSED, EXPIRED -> ExitCode.GATE_FAILED;
      case CONFLICT -> ExitCode.CONFLICT;
      case ABORTED -> ExitCode.FAILED;
    };
  }

  private int dryRunCode() {
    if (gates().stream().anyMatch(PromotionReport::stops)) {
      return ExitCode.GATE_FAILED;
    }
    return gates().stream().anyMatch(gate -> gate.status() == GateStatus.PENDING)
        ? ExitCode.PENDING
        : ExitCode.DONE;
  }

  PromotionState state() {
    PromotionRequest request = answer.request();
    Promotion promotion = answer.promotion();
    if (request != null) {
      return request.state();
    }
    return promotion == null ? PromotionState.ABORTED : promotion.outcome();
  }

  List<GateResult> gates() {
    PromotionRequest request = answer.request();
    Promotion promotion = answer.promotion();
    if (request != null) {
      return request.gates();
    }
    return promotion == null || Boolean.TRUE.equals(answer.unchanged())
        ? List.of()
        : promotion.gates();
  }

  /** When the alias came to the version; 0 where it did not. */
  long movedAtMillis() {
    Promotion promotion = answer.promotion();
    return promotion == null ? 0 : promotion.createdAt();
  }

  /** One sentence. */
  String headline() {
    if (Boolean.TRUE.equals(answer.unchanged())) {
      return "%s @%s is version %s already; nothing to do".formatted(model(), alias(), toVersion());
    }
    String what = "%s version %s".formatted(model(), toVersion());
    String alias = "@" + alias();
    return switch (state()) {
      case DONE -> what + " is " + alias + (from() == null ? "" : " (was version " + from() + ")");
      case DRY_RUN -> what + " for " + alias + ": dry run, nothing was changed";
      case PENDING, EVALUATING -> what + " waits to become " + alias + " (request " + id() + ")";
      default -> what + " did not become " + alias + " (" + state().wireName() + ")";
    };
  }

  /** Rows for the terminal. */
  Table table() {
    Table table = Table.of("No gates were asked.", "GATE", "RESULT", "WHY");
    gates().forEach(gate -> table.row(gate.name(), gate.status().wireName(), gate.message()));
    return table;
  }

  String markdown() {
    String rows =
        gates().stream()
            .map(
                gate ->
                    "| %s | %s | %s |"
                        .formatted(cell(gate.name()), sign(gate.status()), cell(gate.message())))
            .collect(Collectors.joining("\n"));
    String message = message();
    return "### "
        + headline()
        + "\n"
        + (message == null || !gates().isEmpty() ? "" : "\n" + message + "\n")
        + (rows.isEmpty() ? "" : "\n| Gate | Result | Why |\n|---|---|---|\n" + rows + "\n");
  }

  /** A test suite with a case for every gate, as JUnit's XML has it. */
  String junit() {
    List<GateResult> gates = gates();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">%n"
            .formatted(
                attribute("promote " + model() + " version " + toVersion() + " to @" + alias()),
                gates.size(),
                count(gates, GateStatus.FAIL),
                count(gates, GateStatus.ERROR),
                count(gates, GateStatus.PENDING)));
    for (GateResult gate : gates) {
      xml.append(
          "  <testcase classname=\"%s\" name=\"%s\">"
              .formatted(attribute("gate." + gate.type()), attribute(gate.name())));
      switch (gate.status()) {
        case FAIL -> xml.append("<failure message=\"" + attribute(gate.message()) + "\"/>");
        case ERROR -> xml.append("<error message=\"" + attribute(gate.message()) + "\"/>");
        case PENDING -> xml.append("<skipped message=\"" + attribute(gate.message()) + "\"/>");
        case PASS -> xml.append("<system-out>" + attribute(gate.message()) + "</system-out>");
      }
      xml.append(String.format("</testcase>%n"));
    }
    return xml.append("</testsuite>").toString();
  }

  /** What later steps of a CI job ask for. */
  Map<String, @Nullable String> outputs() {
    Map<String, @Nullable String> outputs = new LinkedHashMap<>();
    outputs.put(
        "outcome", Boolean.TRUE.equals(answer.unchanged()) ? "unchanged" : state().wireName());
    outputs.put("version", toVersion());
    outputs.put("from-version", from());
    outputs.put("request-id", id());
    outputs.put(
        "promotion-id", answer.promotion() == null ? null : answer.promotion().promotionId());
    return outputs;
  }

  /** Why it did not come to be; null where it did. */
  @Nullable String message() {
    return answer.message() != null
        ? answer.message()
        : answer.request() == null ? null : answer.request().message();
  }

  @Nullable String from() {
    return answer.request() != null
        ? answer.request().fromVersion()
        : answer.promotion() == null ? null : answer.promotion().fromVersion();
  }

  String model() {
    return answer.request() != null ? answer.request().modelName() : promotion().modelName();
  }

  String alias() {
    return answer.request() != null ? answer.request().alias() : promotion().alias();
  }

  String toVersion() {
    return answer.request() != null
        ? answer.request().toVersion()
        : String.valueOf(promotion().toVersion());
  }

  private @Nullable String id() {
    return answer.request() == null ? null : answer.request().requestId();
  }

  private Promotion promotion() {
    Promotion promotion = answer.promotion();
    if (promotion == null) {
      throw new IllegalStateException("The server's answer names no promotion.");
    }
    return promotion;
  }

  private static boolean stops(GateResult gate) {
    return gate.status() == GateStatus.FAIL || gate.status() == GateStatus.ERROR;
  }

  private static long count(List<GateResult> gates, GateStatus status) {
    return gates.stream().filter(gate -> gate.status() == status).count();
  }

  private static String sign(GateStatus status) {
    return switch (status) {
      case PASS -> "✅ pass";
      case FAIL -> "❌ fail";
      case ERROR -> "⚠️ error";
      case PENDING -> "⏳ pending";
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }

  private static String attribute(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("\\p{Cntrl}", " ");
  }
}

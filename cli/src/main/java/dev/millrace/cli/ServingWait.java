package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.serving.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits until the endpoints of an alias serve its version. */
final class ServingWait {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m)?");

  private final MillraceClient client;
  private final ReportOptions report;

  ServingWait(MillraceClient client, ReportOptions report) {
    this.client = client;
    this.report = report;
  }

  /** Seconds, or a number with {@code s} or {@code m} behind it. */
  static Duration duration(String text) {
    Matcher form = DURATION.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("Not a time: '" + text + "'; such as 60s or 2m.");
    }
    long number = Long.parseLong(form.group(1));
    return "m".equals(form.group(2)) ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }

  /**
   * Waits.
   *
   * @param rollback whether the alias goes back where it came from if that fails
   * @return whether all of them serve the version
   */
  boolean await(PromotionReport promoted, Duration patience, boolean rollback) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Endpoint> endpoints =
        client.endpoints().list().stream()
            .filter(endpoint -> endpoint.modelName().equals(promoted.model()))
            .filter(endpoint -> promoted.alias().equals(endpoint.alias()))
            .toList();
    if (endpoints.isEmpty()) {
      report.err().println("No endpoint serves @" + promoted.alias() + " of " + promoted.model());
    }
    try {
      for (Endpoint endpoint : endpoints) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        client
            .endpoints()
            .awaitLive(endpoint.name(), promoted.toVersion(), promoted.movedAtMillis(), left);
        report
            .err()
            .println("Endpoint " + endpoint.name() + " serves version " + promoted.toVersion());
      }
      return true;
    } catch (MlflowException e) {
      report.err().println("millrace: " + e.text());
      report.ci().error(report.err(), "Serving of " + promoted.model(), e.text());
      if (rollback && promoted.from() != null) {
        rollBack(promoted, e.text());
      }
      return false;
    }
  }

  private void rollBack(PromotionReport promoted, String why) {
    CreatePromotion.Response answer =
        client
            .registry()
            .rollback(
                new CreatePromotion(
                    promoted.model(),
                    promoted.alias(),
                    promoted.from(),
                    null,
                    "Serving did not become healthy: " + why,
                    report.ci().jobUrl(),
                    report.ci().commit(),
                    promoted.toVersion(),
                    null,
                    null,
                    null));
    report.err().println("Rolled back: " + new PromotionReport(answer).headline());
  }
}

package dev.millrace.client;

import dev.millrace.core.registry.ModelVersion;
import java.util.Map;

/**
 * Rows that were scored outside of the server, as the run that lineage knows them by: it read the
 * input and the model, and made the output.
 *
 * @param output the rows with their predictions
 * @param options all that the output depends on beside the version and the input
 * @param rows that are in the output
 * @param rejected rows that are not
 */
public record ScoringRun(
    ModelVersion version, Dataset input, Dataset output, String options, long rows, long rejected) {

  /** Records the run, which is finished then. */
  public void logTo(MillraceClient client, String experiment) {
    try (ActiveRun run =
        client.startRun(experiment, "score-" + version.name() + "-" + version.version())) {
      run.logInput(input, "scoring");
      if (version.modelId() != null) {
        run.logInputModel(version.modelId());
      }
      run.logInput(output, "output");
      run.logParams(
          Map.of("model", version.name(), "version", version.version(), "options", options));
      run.logMetric("rows", rows);
      run.logMetric("rejected", rejected);
      run.finish();
    }
  }
}

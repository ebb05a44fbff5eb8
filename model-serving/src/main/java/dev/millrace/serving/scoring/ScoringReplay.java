package dev.millrace.serving.scoring;

import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.scoring.ScoringService.Format;
import org.jspecify.annotations.Nullable;

/** Asks a version what was asked before in MLflow's protocol. */
public final class ScoringReplay {

  private ScoringReplay() {}

  /**
   * The answer as an endpoint gives it.
   *
   * @param isCsv whether the body is CSV; otherwise it is JSON
   * @param withholdBelow what is less sure is withheld; null where nothing is
   * @throws dev.millrace.core.error.MlflowException as {@link ScoringService#score}
   */
  public static byte[] answer(
      Deployment deployment, boolean isCsv, byte[] body, @Nullable Double withholdBelow) {
    Object predictions =
        ScoringService.score(deployment, isCsv ? Format.CSV : Format.JSON, body, false);
    return ScoringService.json(predictions, withholdBelow);
  }
}

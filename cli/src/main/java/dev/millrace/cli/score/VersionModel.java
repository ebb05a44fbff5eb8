package dev.millrace.cli.score;

import dev.millrace.batch.ScoreJob;
import dev.millrace.client.ModelVersions;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.VersionInput;
import java.time.Duration;

/** A version on a server, which brings it up when it is asked. */
public final class VersionModel implements ScoreJob.Model {

  /** The version may be given up between two requests, and be brought up again. */
  private static final int MOST_BRING_UPS = 3;

  private static final Duration POLL = Duration.ofMillis(200);

  private final ModelVersions versions;
  private final String model;
  private final String version;
  private final Duration patience;

  /**
   * @param patience how long the version may take to be brought up
   */
  public VersionModel(ModelVersions versions, String model, String version, Duration patience) {
    this.versions = versions;
    this.model = model;
    this.version = version;
    this.patience = patience;
  }

  /**
   * What it takes, once it is ready.
   *
   * @throws MlflowException TEMPORARILY_UNAVAILABLE where it is not in time, and as {@link
   *     ModelVersions#input}
   */
  public VersionInput input() {
    long start = System.nanoTime();
    while (true) {
      VersionInput input = versions.input(model, version);
      if (input.ready()) {
        return input;
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new MlflowException(
            ErrorCode.TEMPORARILY_UNAVAILABLE,
            "Version %s of '%s' was not ready within %d s."
                .formatted(version, model, patience.toSeconds()));
      }
      pause();
    }
  }

  @Override
  public String ask(byte[] body, String mediaType) {
    for (int attempt = 1; true; attempt++) {
      try {
        return versions.score(model, version, body, mediaType);
      } catch (MlflowException e) {
        switch (e.code()) {
          case BAD_REQUEST, INVALID_PARAMETER_VALUE ->
              throw new ScoreJob.RefusedRowsException(e.text(), e);
          case TEMPORARILY_UNAVAILABLE -> {
            if (attempt > MOST_BRING_UPS) {
              throw e;
            }
            input();
          }
          default -> throw e;
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "Waiting for the version was interrupted.", e);
    }
  }
}

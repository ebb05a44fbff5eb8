package dev.millrace.serving.batch;

import dev.millrace.batch.ScoreJob;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.VersionInput;
import dev.millrace.serving.scoring.VersionScoringService;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A version of this server, which is brought up for a job and may have to wait for others. */
final class ServedModel implements ScoreJob.Model {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final VersionScoringService scoring;
  private final String model;
  private final String version;
  private final Duration patience;
  private final BooleanSupplier lost;

  /**
   * @param lost whether the job is not this server's any more
   */
  ServedModel(
      VersionScoringService scoring,
      ServableVersion version,
      Duration patience,
      BooleanSupplier lost) {
    this.scoring = scoring;
    this.model = version.modelName();
    this.version = Integer.toString(version.version());
    this.patience = patience;
    this.lost = lost;
  }

  /**
   * What it takes, once it is ready.
   *
   * @throws MlflowException TEMPORARILY_UNAVAILABLE where it is not in time, and as {@link
   *     VersionScoringService#input}
   */
  VersionInput input() {
    return patiently(
        () -> {
          VersionInput input = scoring.input(model, version);
          if (!input.ready()) {
            throw new MlflowException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "Version " + version + " of '" + model + "' was not ready in time.");
          }
          return input;
        });
  }

  @Override
  public String ask(byte[] body, String mediaType) {
    try {
      return patiently(() -> scoring.score(model, version, mediaType.startsWith("text/csv"), body));
    } catch (MlflowException e) {
      if (e.code() == ErrorCode.BAD_REQUEST || e.code() == ErrorCode.INVALID_PARAMETER_VALUE) {
        throw new ScoreJob.RefusedRowsException(e.text(), e);
      }
      throw e;
    }
  }

  private <T> T patiently(Supplier<T> question) {
    long start = System.nanoTime();
    while (true) {
      if (lost.getAsBoolean()) {
        throw new LostJobException();
      }
      try {
        return question.get();
      } catch (MlflowException e) {
        boolean busy =
            e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE
                || e.code() == ErrorCode.REQUEST_LIMIT_EXCEEDED;
        if (!busy || System.nanoTime() - start > patience.toNanos()) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LostJobException();
    }
  }
}

package dev.millrace.core.artifact;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/admin/storage}: what the artifacts take, and whose they are.
 *
 * @param experiments how many of those with the most bytes are told, from 1 to 100; 10
 */
public record GetStorageReport(@Nullable Integer experiments) {

  /**
   * What waits to be removed from the store.
   *
   * @param objects uploads under way, and what no file may refer to any more
   * @param bytes of those of them that were files once
   * @param since when the oldest was noted, in milliseconds since the epoch; absent where there are
   *     none
   */
  public record Waiting(long objects, long bytes, @Nullable Long since) {}

  /**
   * What lies in the place of an experiment's artifacts: those of its runs and its logged models.
   *
   * @param lifecycleStage {@code active} or {@code deleted}
   * @param bytes of its files, each counted whole, whoever else has the same content
   */
  public record ExperimentStorage(
      String experimentId, String name, String lifecycleStage, long files, long bytes) {}

  /**
   * The report.
   *
   * @param countedAt when it was made, in milliseconds since the epoch
   * @param experiments with files, the largest first
   */
  public record Response(
      long countedAt, ArtifactUsage total, Waiting waiting, List<ExperimentStorage> experiments) {

    public Response {
      experiments = Require.listOrEmpty(experiments);
    }
  }
}

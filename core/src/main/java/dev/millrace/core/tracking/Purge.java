package dev.millrace.core.tracking;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks to remove deleted runs and experiments for good. With none of the first three fields it is
 * refused; with several of them all have to hold, but a run is taken by its own id or by that of
 * its experiment.
 *
 * @param olderThan only what was deleted at least so long ago, such as {@code 30d}, {@code 12h} or
 *     {@code 2d8h5m20s}
 * @param experimentIds only these experiments and their runs
 * @param runIds only these runs
 * @param dryRun only tells what would be removed
 */
public record Purge(
    @Nullable String olderThan,
    @Nullable List<String> experimentIds,
    @Nullable List<String> runIds,
    @Nullable Boolean dryRun) {

  /**
   * What was removed, or would be.
   *
   * @param metricPoints in a dry run, how many the runs were told of
   * @param keptFiles files of those runs that stay, because a registered model version is loaded
   *     from them
   * @param keptSources the folders of such versions
   * @param remainingExperiments deleted experiments that stay, because runs are left in them
   * @param unknownIds ids that were asked for and are not there (any more)
   * @param done whether nothing is left to do; otherwise the same request goes on with it
   */
  public record Response(
      boolean dryRun,
      long runs,
      long experiments,
      long loggedModels,
      long metricPoints,
      long files,
      long bytes,
      long keptFiles,
      long keptBytes,
      List<String> keptSources,
      List<String> remainingExperiments,
      List<String> unknownIds,
      boolean done) {
    public Response {
      keptSources = keptSources == null ? List.of() : keptSources;
      remainingExperiments = remainingExperiments == null ? List.of() : remainingExperiments;
      unknownIds = unknownIds == null ? List.of() : unknownIds;
    }

    /** This answer and the one to the same request after it, in one. */
    public Response plus(Response next) {
      return new Response(
          dryRun,
          runs + next.runs,
          experiments + next.experiments,
          loggedModels + next.loggedModels,
          metricPoints + next.metricPoints,
          files + next.files,
          bytes + next.bytes,
          keptFiles + next.keptFiles,
          keptBytes + next.keptBytes,
          Stream.concat(keptSources.stream(), next.keptSources.stream())
              .distinct()
              .sorted()
              .toList(),
          next.remainingExperiments,
          // What was there at first may have been removed since.
          unknownIds,
          next.done);
    }
  }
}

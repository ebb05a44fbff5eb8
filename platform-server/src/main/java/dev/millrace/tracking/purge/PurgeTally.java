package dev.millrace.tracking.purge;

import dev.millrace.core.artifact.ArtifactRemover.Removal;
import dev.millrace.core.tracking.Purge;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Adds up what a purge removes, step by step. */
final class PurgeTally {

  private long runs;
  private long experiments;
  private long loggedModels;
  private long metricPoints;
  private long files;
  private long bytes;
  private long keptFiles;
  private long keptBytes;
  private final TreeSet<String> keptSources = new TreeSet<>();

  void addRuns(long count, long models) {
    runs += count;
    loggedModels += models;
  }

  void addExperiments(long count, long models) {
    experiments += count;
    loggedModels += models;
  }

  void addPoints(long count) {
    metricPoints += count;
  }

  /** Files that go or stay, and for which versions' sake. */
  record Files(Removal removal, List<String> keptSources) {}

  void add(Files found) {
    add(found.removal(), 1);
    keptSources.addAll(found.keptSources());
  }

  /** Takes files off again that were added before. */
  void subtract(Files found) {
    add(found.removal(), -1);
  }

  private void add(Removal removal, int sign) {
    files += sign * removal.files();
    bytes += sign * removal.bytes();
    keptFiles += sign * removal.keptFiles();
    keptBytes += sign * removal.keptBytes();
  }

  Purge.Response response(
      boolean dryRun, List<String> remaining, List<String> unknownIds, boolean done) {
    return new Purge.Response(
        dryRun,
        runs,
        experiments,
        loggedModels,
        metricPoints,
        files,
        bytes,
        keptFiles,
        keptBytes,
        new ArrayList<>(keptSources),
        remaining,
        unknownIds,
        done);
  }
}

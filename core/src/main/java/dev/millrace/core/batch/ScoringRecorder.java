package dev.millrace.core.batch;

import org.jspecify.annotations.Nullable;

/** Records what a job read and made as a run, for lineage. */
public interface ScoringRecorder {

  /**
   * Content that a job read or made.
   *
   * @param uri where it is
   * @param sha256 of its bytes, 64 lower-case hex digits
   */
  record Content(String uri, String sha256) {}

  /**
   * A job that is complete.
   *
   * @param name of the schedule
   * @param user who answers for it; null where nobody is named
   * @param modelId the logged model of the version; null where there is none
   * @param options all that the output depends on beside the version and the input
   */
  record Scored(
      String name,
      @Nullable String user,
      String modelName,
      String version,
      @Nullable String modelId,
      Content input,
      Content output,
      String options,
      long rows,
      long rejected,
      long startedAtMillis) {}

  /**
   * Makes a finished run of a job.
   *
   * @return its id
   * @throws dev.millrace.core.error.MlflowException where the experiment of such runs is deleted
   */
  String record(Scored job);
}

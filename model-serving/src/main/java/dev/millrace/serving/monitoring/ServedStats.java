package dev.millrace.serving.monitoring;

/**
 * What was counted of the requests to one version since it came up, in the words of Triton's
 * statistics.
 *
 * @param lastMillis when a request was answered last, since the epoch; 0 where none was
 * @param inferences the rows of the requests that were answered with predictions
 * @param executions how often the model was asked for these; once for requests that it scored
 *     together
 * @param success requests that were answered with predictions, from their coming in to the answer
 * @param fail requests that were answered with an error, likewise
 * @param queue what the successful ones waited for their turn
 * @param input what it took to read them
 * @param infer what the model took, and where the endpoint batches, the wait for others
 * @param output what it took to write their answers
 */
public record ServedStats(
    long lastMillis,
    long inferences,
    long executions,
    Total success,
    Total fail,
    Total queue,
    Total input,
    Total infer,
    Total output) {

  /** So many took so long in all. */
  public record Total(long count, long nanos) {}
}

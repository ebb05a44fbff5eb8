package dev.millrace.serving.monitoring;

/**
 * What a request that was answered with predictions took of its time, in nanoseconds.
 *
 * @param queue it waited for its turn
 * @param input it was read
 * @param infer it was scored
 * @param output its answer was written
 * @param rows how many it has; 1 where that cannot be told
 */
public record Stages(long queue, long input, long infer, long output, int rows) {}

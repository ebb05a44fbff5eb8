package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * Requests are mirrored to a variant, and its answers compared with the ones that were given.
 *
 * @param sample how many of the requests, in percent; all where it is absent
 * @param tolerance by which numbers may differ, absolute below 1 and relative above; 1e-6 where it
 *     is absent
 */
public record Shadow(@Nullable Double sample, @Nullable Double tolerance) {}

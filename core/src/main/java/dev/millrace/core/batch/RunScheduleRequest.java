package dev.millrace.core.batch;

import org.jspecify.annotations.Nullable;

/**
 * Makes a job of a schedule at once, also of one that is paused.
 *
 * @param scheduledAt the time that it is made for, in milliseconds since the epoch: what {@code
 *     {date}} and {@code {time}} stand for; now where it is absent
 */
public record RunScheduleRequest(@Nullable Long scheduledAt) {}

package dev.millrace.core.batch;

/** A schedule as it is now. */
public record ScheduleResponse(Schedule schedule) {}

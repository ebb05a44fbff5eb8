package dev.millrace.core.batch;

/** A job as it is now. */
public record ScoringJobResponse(ScoringJob job) {}

package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/** Has the previous version answer again. */
public record RollBackCanaryRequest(@Nullable String reason) {}

package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A tag of the link between a run and a dataset it read, such as {@code mlflow.data.context}. */
public record InputTag(@Nullable String key, @Nullable String value) {}

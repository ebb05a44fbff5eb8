package dev.millrace.core.artifact;

import org.jspecify.annotations.Nullable;

/** Drops the parts of an upload; {@code path} as when it began. */
public record AbortMultipartUpload(@Nullable String path, @Nullable String uploadId) {}

package dev.millrace.core.artifact;

import org.jspecify.annotations.Nullable;

/**
 * Asks to create, complete or abort an upload in parts.
 *
 * @param path the client's name for the file
 */
public record MultipartUpload(@Nullable String path) {}

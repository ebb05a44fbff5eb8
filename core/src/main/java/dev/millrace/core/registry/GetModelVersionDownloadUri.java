package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code GET model-versions/get-download-uri}: where the model's files are. */
public record GetModelVersionDownloadUri(@Nullable String name, @Nullable String version) {

  public record Response(String artifactUri) {}
}

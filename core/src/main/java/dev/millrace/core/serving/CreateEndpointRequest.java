package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * Opens an endpoint that follows an alias, a stage or a fixed version of a registered model; the
 * alias {@code champion} where none of the three is named.
 *
 * @param owner who answers for it; the caller where none is named
 */
public record CreateEndpointRequest(
    @Nullable String name,
    @Nullable String modelName,
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    @Nullable String owner,
    @Nullable String description) {

  /** Without an owner and a description. */
  public static CreateEndpointRequest of(String name, String modelName, Followed follows) {
    return new CreateEndpointRequest(
        name, modelName, follows.alias(), follows.stage(), follows.version(), null, null);
  }

  public CreateEndpointRequest describedBy(@Nullable String owner, @Nullable String description) {
    return new CreateEndpointRequest(name, modelName, alias, stage, version, owner, description);
  }
}

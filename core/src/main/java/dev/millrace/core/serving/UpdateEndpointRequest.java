package dev.millrace.core.serving;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes an endpoint; what is absent stays as it is. At most one of alias, stage and version.
 *
 * @param owner an empty text takes the owner away
 * @param description an empty text takes the description away
 * @param weights of variants by their names, in percent, all changed at once; those that are not
 *     named keep theirs
 */
public record UpdateEndpointRequest(
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    @Nullable String owner,
    @Nullable String description,
    @Nullable Map<String, Double> weights) {

  /** Changes the weights of variants alone. */
  public static UpdateEndpointRequest ofWeights(Map<String, Double> weights) {
    return new UpdateEndpointRequest(null, null, null, null, null, weights);
  }
}

package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;

/** The keys of an endpoint, by name. */
public record ListEndpointKeysResponse(List<EndpointKey> keys) {

  public ListEndpointKeysResponse {
    keys = Require.listOrEmpty(keys);
  }
}

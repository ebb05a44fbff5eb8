package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;

/** The canaries of an endpoint, newest first. */
public record ListCanariesResponse(List<Canary> canaries) {

  public ListCanariesResponse {
    canaries = Require.listOrEmpty(canaries);
  }
}

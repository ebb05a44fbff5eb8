package dev.millrace.core.serving;

/**
 * A key that was made.
 *
 * @param secret what callers send as {@code Authorization: Bearer …}; it is told this once
 */
public record CreatedEndpointKey(EndpointKey key, String secret) {

  /** Without the secret, for logs. */
  @Override
  public String toString() {
    return "CreatedEndpointKey[key=" + key + "]";
  }
}

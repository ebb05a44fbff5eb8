package dev.millrace.serving.scoring;

import dev.millrace.core.serving.RetryHeader;
import dev.millrace.core.serving.TimeoutHeader;
import dev.millrace.serving.deployment.Asked;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** What the headers of a scoring request say of it, in whatever protocol. */
public final class CallerTerms {

  private static final String BEARER = "Bearer ";

  private CallerTerms() {}

  /**
   * The terms of a request.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where a header says
   *     what it cannot
   */
  public static Asked.Terms of(HttpHeaders headers) {
    return Asked.Terms.of(
        RetryHeader.allows(headers.getHeaderString(RetryHeader.NAME)),
        TimeoutHeader.millis(headers.getHeaderString(TimeoutHeader.NAME)),
        secret(headers.getHeaderString(HttpHeaders.AUTHORIZATION)));
  }

  private static @Nullable String secret(@Nullable String authorization) {
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }
}

package dev.millrace.serving.scoring;

import dev.millrace.core.serving.RetryHeader;
import dev.millrace.core.serving.TimeoutHeader;
import dev.millrace.serving.deployment.Asked;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the headers of a scoring request say of it, in whatever protocol. */
public final class CallerTerms {

  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private CallerTerms() {}

  /**
   * The terms of a request.
   *
   * @param header finds the value of a header; null where it is absent
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where a header says
   *     what it cannot
   */
  public static Asked.Terms of(Function<String, @Nullable String> header) {
    return Asked.Terms.of(
        RetryHeader.allows(header.apply(RetryHeader.NAME)),
        TimeoutHeader.millis(header.apply(TimeoutHeader.NAME)),
        secret(header.apply(AUTHORIZATION)));
  }

  /** The key of an endpoint that an {@code Authorization} brings; null where it brings none. */
  public static @Nullable String secret(@Nullable String authorization) {
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }
}

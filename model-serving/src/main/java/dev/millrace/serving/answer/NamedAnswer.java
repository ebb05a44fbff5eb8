package dev.millrace.serving.answer;

import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.serving.deployment.Asked;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Names in the headers of an answer who gives it: from the moment on that somebody was chosen to,
 * whether predictions come of it or a refusal.
 */
public final class NamedAnswer implements Asked.Witness {

  private final String endpoint;
  private final @Nullable String variantHeader;

  /** Told on the thread that answers, and read on the one that writes, which may not wait. */
  private volatile @Nullable Answerer answerer;

  private NamedAnswer(String endpoint, @Nullable String variantHeader) {
    this.endpoint = endpoint;
    this.variantHeader = variantHeader;
  }

  private record Answerer(int version, String variant) {}

  /** Of a request that is still to be answered. */
  public static NamedAnswer to(RoutingContext request, String endpoint) {
    return to(request, endpoint, null);
  }

  /**
   * As {@link #to(RoutingContext, String)}.
   *
   * @param variantHeader one more header that names the variant; null for none
   */
  public static NamedAnswer to(
      RoutingContext request, String endpoint, @Nullable String variantHeader) {
    NamedAnswer named = new NamedAnswer(endpoint, variantHeader);
    request.addHeadersEndHandler(ignored -> named.write(request.response().headers()));
    return named;
  }

  @Override
  public void answeredBy(int version, String variant) {
    answerer = new Answerer(version, variant);
  }

  private void write(MultiMap headers) {
    Answerer chosen = answerer;
    if (chosen == null) {
      return;
    }
    headers.set(AnswerHeaders.ENDPOINT, endpoint);
    headers.set(AnswerHeaders.MODEL_VERSION, Integer.toString(chosen.version()));
    headers.set(AnswerHeaders.VARIANT, chosen.variant());
    if (variantHeader != null) {
      headers.set(variantHeader, chosen.variant());
    }
  }
}

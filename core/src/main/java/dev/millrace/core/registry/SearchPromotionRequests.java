package dev.millrace.core.registry;

import java.util.List;

/** {@code GET /api/millrace/v1/promotions/requests?model_name=…}: the open ones, oldest first. */
public record SearchPromotionRequests() {

  /** At most 1,000. */
  public record Response(List<PromotionRequest> requests) {
    public Response {
      requests = requests == null ? List.of() : List.copyOf(requests);
    }
  }
}

package dev.millrace.core.webhook;

import org.jspecify.annotations.Nullable;

/**
 * One delivery of one event to one webhook. Times are milliseconds.
 *
 * @param deliveryId what the receiver saw as {@code X-MLflow-Delivery-Id}, at every attempt
 * @param eventId the same for every delivery of one event
 * @param redeliveryOf the delivery that this one repeats
 * @param httpStatus of the last answer; absent where there was none
 * @param error why the last attempt did not deliver
 * @param nextAttemptAt while it is pending
 */
public record Delivery(
    String deliveryId,
    String eventId,
    EventType event,
    DeliveryStatus status,
    int attempts,
    @Nullable String redeliveryOf,
    @Nullable Integer httpStatus,
    @Nullable String error,
    long createdAt,
    @Nullable Long lastAttemptAt,
    @Nullable Long nextAttemptAt,
    @Nullable Long completedAt) {

  public record Response(Delivery delivery) {}
}

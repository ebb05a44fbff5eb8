package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.webhook.EventType;

/**
 * What is sent to a receiver.
 *
 * @param data JSON
 */
public record Message(
    String deliveryId, String eventId, EventType event, long occurredAtMillis, String data) {}

package dev.millrace.registry.webhook.delivery;

/**
 * A delivery that the holder is to try now.
 *
 * @param attempts this one included; tells a late result from that of another attempt
 * @param active whether the webhook is
 */
public record ClaimedDelivery(
    long key, int attempts, long webhookKey, boolean active, Receiver receiver, Message message) {}

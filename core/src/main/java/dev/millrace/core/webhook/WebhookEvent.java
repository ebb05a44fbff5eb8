package dev.millrace.core.webhook;

import org.jspecify.annotations.Nullable;

/** An event as MLflow's routes name it. Source: {@code webhooks.proto} of MLflow 3.17. */
public record WebhookEvent(@Nullable WebhookEntity entity, @Nullable WebhookAction action) {}

/** How events get to webhooks: the outbox, who sends it, and where it may be sent. */
@NullMarked
package dev.millrace.registry.webhook.delivery;

import org.jspecify.annotations.NullMarked;

/** Webhooks: what can be told of, to whom, and how a delivery went. */
@NullMarked
package dev.millrace.core.webhook;

import org.jspecify.annotations.NullMarked;

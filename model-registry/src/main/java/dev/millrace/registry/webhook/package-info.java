/** Webhooks: who wants to be told of what, and what there is to tell. */
@NullMarked
package dev.millrace.registry.webhook;

import org.jspecify.annotations.NullMarked;

/** Scoring requests together that come at the same time. */
@NullMarked
package dev.millrace.serving.batching;

import org.jspecify.annotations.NullMarked;

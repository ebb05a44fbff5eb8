/** Metrics: series, points and histories. */
@NullMarked
package dev.millrace.tracking.metric;

import org.jspecify.annotations.NullMarked;

/** Histories of metrics thinned out for charts, with every extreme kept. */
@NullMarked
package dev.millrace.tracking.sampling;

import org.jspecify.annotations.NullMarked;

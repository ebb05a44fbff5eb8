/** Sketches and profiles of datasets, and the reports that are made from them. */
@NullMarked
package dev.millrace.tracking.sketch;

import org.jspecify.annotations.NullMarked;

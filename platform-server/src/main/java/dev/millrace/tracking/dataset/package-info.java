/** Datasets and the runs that read them. */
@NullMarked
package dev.millrace.tracking.dataset;

import org.jspecify.annotations.NullMarked;

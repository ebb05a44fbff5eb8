/** Experiments, runs, metrics, datasets and logged models. */
@NullMarked
package dev.millrace.tracking;

import org.jspecify.annotations.NullMarked;

/** Experiments and their tags. */
@NullMarked
package dev.millrace.tracking.experiment;

import org.jspecify.annotations.NullMarked;

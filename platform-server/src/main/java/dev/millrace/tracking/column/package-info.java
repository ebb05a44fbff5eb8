/** The catalogue of what runs have: one column for every attribute, metric, parameter and tag. */
@NullMarked
package dev.millrace.tracking.column;

import org.jspecify.annotations.NullMarked;

/** Runs: their attributes, parameters, tags, inputs and outputs, and the search for them. */
@NullMarked
package dev.millrace.tracking.run;

import org.jspecify.annotations.NullMarked;

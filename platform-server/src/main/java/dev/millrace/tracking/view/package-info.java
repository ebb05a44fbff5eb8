/** Named ways to see the runs of an experiment. */
@NullMarked
package dev.millrace.tracking.view;

import org.jspecify.annotations.NullMarked;

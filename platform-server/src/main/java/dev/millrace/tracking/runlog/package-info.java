/** The text output of runs: appended in chunks, read by range, followed while it grows. */
@NullMarked
package dev.millrace.tracking.runlog;

import org.jspecify.annotations.NullMarked;

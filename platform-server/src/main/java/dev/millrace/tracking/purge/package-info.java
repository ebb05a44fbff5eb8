/** Removes deleted runs and experiments for good. */
@NullMarked
package dev.millrace.tracking.purge;

import org.jspecify.annotations.NullMarked;

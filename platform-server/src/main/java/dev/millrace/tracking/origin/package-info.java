/** What the registry is told of the run that a version comes from. */
@NullMarked
package dev.millrace.tracking.origin;

import org.jspecify.annotations.NullMarked;

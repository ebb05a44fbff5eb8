/** All runs that a search finds, as one file. */
@NullMarked
package dev.millrace.tracking.export;

import org.jspecify.annotations.NullMarked;

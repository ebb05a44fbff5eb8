/** What changed in runs a moment ago, told from those who write to those who watch. */
@NullMarked
package dev.millrace.tracking.change;

import org.jspecify.annotations.NullMarked;

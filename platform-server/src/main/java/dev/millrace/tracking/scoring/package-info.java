/** Jobs of scoring as runs. */
@NullMarked
package dev.millrace.tracking.scoring;

import org.jspecify.annotations.NullMarked;

/** Server-sent events: what happens to runs, told to those who watch. */
@NullMarked
package dev.millrace.tracking.live;

import org.jspecify.annotations.NullMarked;

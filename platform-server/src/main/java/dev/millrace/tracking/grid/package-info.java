/** What a table shows of runs beside their attributes: chosen values, counts and groups. */
@NullMarked
package dev.millrace.tracking.grid;

import org.jspecify.annotations.NullMarked;

/** The record of a run: all that is needed to run it again. */
@NullMarked
package dev.millrace.core.runrecord;

import org.jspecify.annotations.NullMarked;

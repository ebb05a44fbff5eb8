/** The record of a run, put together from what clients told and from the files of its models. */
@NullMarked
package dev.millrace.tracking.runrecord;

import org.jspecify.annotations.NullMarked;

/** Schedules that score files with a version of a model, and the jobs that they made. */
@NullMarked
package dev.millrace.core.batch;

import org.jspecify.annotations.NullMarked;

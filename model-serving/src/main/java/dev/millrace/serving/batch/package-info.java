/** Scores files with versions of models by schedule, each time on one of the servers. */
@NullMarked
package dev.millrace.serving.batch;

import org.jspecify.annotations.NullMarked;

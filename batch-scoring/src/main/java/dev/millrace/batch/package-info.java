/** Scores files with a version of a model: read, asked, written and resumed chunk by chunk. */
@NullMarked
package dev.millrace.batch;

import org.jspecify.annotations.NullMarked;

/** The results as a table for people and as JSON for programs. */
@NullMarked
package dev.millrace.bench.report;

import org.jspecify.annotations.NullMarked;

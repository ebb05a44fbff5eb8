/** Data that is there before the load starts, written by SQL: the servers would take hours. */
@NullMarked
package dev.millrace.bench.seed;

import org.jspecify.annotations.NullMarked;

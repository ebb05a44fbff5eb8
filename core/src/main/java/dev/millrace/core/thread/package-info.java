/** Threads that work beside requests. */
@NullMarked
package dev.millrace.core.thread;

import org.jspecify.annotations.NullMarked;

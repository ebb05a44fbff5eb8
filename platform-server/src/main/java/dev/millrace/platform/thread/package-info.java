/** Threads that work beside requests. */
@NullMarked
package dev.millrace.platform.thread;

import org.jspecify.annotations.NullMarked;

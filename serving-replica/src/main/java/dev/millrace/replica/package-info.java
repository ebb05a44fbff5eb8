/** A serving replica: the engine of serving, fed by a platform over HTTP. */
@NullMarked
package dev.millrace.replica;

import org.jspecify.annotations.NullMarked;

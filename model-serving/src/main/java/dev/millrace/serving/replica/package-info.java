/** Which servers serve, and what each of them serves. */
@NullMarked
package dev.millrace.serving.replica;

import org.jspecify.annotations.NullMarked;

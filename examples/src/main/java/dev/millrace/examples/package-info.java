/** The demo: two real models from a logged run to an endpoint that swaps between them. */
@NullMarked
package dev.millrace.examples;

import org.jspecify.annotations.NullMarked;

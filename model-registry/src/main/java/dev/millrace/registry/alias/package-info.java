/** Aliases: where they point, and the row lock under which they move. */
@NullMarked
package dev.millrace.registry.alias;

import org.jspecify.annotations.NullMarked;

/** The {@code millrace} command line: what people and CI do with a server from a terminal. */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;

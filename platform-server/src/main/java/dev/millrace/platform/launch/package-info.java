/** From the command line to a running server: options, data directory, PostgreSQL, Quarkus. */
@NullMarked
package dev.millrace.platform.launch;

import org.jspecify.annotations.NullMarked;

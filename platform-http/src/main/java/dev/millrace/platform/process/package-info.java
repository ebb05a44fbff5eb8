/** What a server process does before Quarkus boots: options, addresses, the first words. */
@NullMarked
package dev.millrace.platform.process;

import org.jspecify.annotations.NullMarked;

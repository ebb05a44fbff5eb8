/** The closed-loop load driver and what it measures. */
@NullMarked
package dev.millrace.bench.load;

import org.jspecify.annotations.NullMarked;

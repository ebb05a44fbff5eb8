/** The lineage as a whole, put together from the parts that each module keeps. */
@NullMarked
package dev.millrace.lineage;

import org.jspecify.annotations.NullMarked;

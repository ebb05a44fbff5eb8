/** The part of the lineage that endpoints are. */
@NullMarked
package dev.millrace.serving.lineage;

import org.jspecify.annotations.NullMarked;

/** The part of the lineage that runs, datasets and logged models are. */
@NullMarked
package dev.millrace.tracking.lineage;

import org.jspecify.annotations.NullMarked;

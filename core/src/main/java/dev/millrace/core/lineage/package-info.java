/** How data, runs, models, versions and endpoints came from one another. */
@NullMarked
package dev.millrace.core.lineage;

import org.jspecify.annotations.NullMarked;

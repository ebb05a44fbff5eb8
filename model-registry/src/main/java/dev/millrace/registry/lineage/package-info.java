/** The part of the lineage that registered versions and aliases are. */
@NullMarked
package dev.millrace.registry.lineage;

import org.jspecify.annotations.NullMarked;

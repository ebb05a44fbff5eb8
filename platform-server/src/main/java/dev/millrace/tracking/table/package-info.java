/**
 * What searches compare and sort by, kept in memory for the experiments that are searched, and
 * brought up to date before every search; see ADR 0012.
 */
@NullMarked
package dev.millrace.tracking.table;

import org.jspecify.annotations.NullMarked;

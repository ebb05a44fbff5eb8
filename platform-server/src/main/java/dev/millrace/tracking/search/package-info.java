/** What a filter or an order means in SQL. */
@NullMarked
package dev.millrace.tracking.search;

import org.jspecify.annotations.NullMarked;

/** Pages of a long answer. */
@NullMarked
package dev.millrace.core.page;

import org.jspecify.annotations.NullMarked;

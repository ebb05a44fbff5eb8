/** What is too long to be held in memory. */
@NullMarked
package dev.millrace.core.stream;

import org.jspecify.annotations.NullMarked;

/** What is deleted and can be restored. */
@NullMarked
package dev.millrace.tracking.trash;

import org.jspecify.annotations.NullMarked;

/** Changes of many runs at once. */
@NullMarked
package dev.millrace.tracking.bulk;

import org.jspecify.annotations.NullMarked;

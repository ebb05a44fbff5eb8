/** Requests that were kept, answered once more by any version. */
@NullMarked
package dev.millrace.serving.replay;

import org.jspecify.annotations.NullMarked;

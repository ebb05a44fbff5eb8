/** The scoring routes. */
@NullMarked
package dev.millrace.serving.scoring;

import org.jspecify.annotations.NullMarked;

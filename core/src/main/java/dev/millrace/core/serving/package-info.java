/** Wire records of endpoints and the scoring protocol. */
@NullMarked
package dev.millrace.core.serving;

import org.jspecify.annotations.NullMarked;

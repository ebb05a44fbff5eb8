/** Models that only Python can score, in worker processes with an environment of their own. */
@NullMarked
package dev.millrace.serving.runtime.pyfunc;

import org.jspecify.annotations.NullMarked;

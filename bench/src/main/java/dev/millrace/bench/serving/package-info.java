/** How fast models are scored, beside the servers that people use for it now. */
@NullMarked
package dev.millrace.bench.serving;

import org.jspecify.annotations.NullMarked;

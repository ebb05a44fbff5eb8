/** Signs of life of runs, and who has given none for too long. */
@NullMarked
package dev.millrace.tracking.liveness;

import org.jspecify.annotations.NullMarked;

/** What should have been predicted, and how good versions are by it. */
@NullMarked
package dev.millrace.serving.quality;

import org.jspecify.annotations.NullMarked;

/** How what versions are asked, and answer, changes. */
@NullMarked
package dev.millrace.serving.drift;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.millrace.artifacts;

import org.jspecify.annotations.NullMarked;

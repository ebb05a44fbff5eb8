@NullMarked
package dev.millrace.core.artifact;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.millrace.core.error;

import org.jspecify.annotations.NullMarked;

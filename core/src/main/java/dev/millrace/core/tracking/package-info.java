@NullMarked
package dev.millrace.core.tracking;

import org.jspecify.annotations.NullMarked;

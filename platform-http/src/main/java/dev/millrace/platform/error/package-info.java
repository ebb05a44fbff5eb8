@NullMarked
package dev.millrace.platform.error;

import org.jspecify.annotations.NullMarked;

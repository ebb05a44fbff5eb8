@NullMarked
package dev.millrace.core.access;

import org.jspecify.annotations.NullMarked;

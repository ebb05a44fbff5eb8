@NullMarked
package dev.millrace.core.json;

import org.jspecify.annotations.NullMarked;

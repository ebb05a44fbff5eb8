@NullMarked
package dev.millrace.core.validation;

import org.jspecify.annotations.NullMarked;

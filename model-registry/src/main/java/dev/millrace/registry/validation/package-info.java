@NullMarked
package dev.millrace.registry.validation;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.millrace.registry.promotion;

import org.jspecify.annotations.NullMarked;

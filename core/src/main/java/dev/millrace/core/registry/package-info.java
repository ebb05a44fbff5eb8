@NullMarked
package dev.millrace.core.registry;

import org.jspecify.annotations.NullMarked;

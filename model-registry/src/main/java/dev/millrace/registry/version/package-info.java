@NullMarked
package dev.millrace.registry.version;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.millrace.registry.search;

import org.jspecify.annotations.NullMarked;

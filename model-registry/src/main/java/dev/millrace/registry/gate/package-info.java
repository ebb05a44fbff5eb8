/** Gates: the questions that a promotion must answer. */
@NullMarked
package dev.millrace.registry.gate;

import org.jspecify.annotations.NullMarked;

/** Wire records of what happens while runs go on: events, signs of life, the log. */
@NullMarked
package dev.millrace.core.live;

import org.jspecify.annotations.NullMarked;

/** What endpoints tell those who watch them. */
@NullMarked
package dev.millrace.serving.monitoring;

import org.jspecify.annotations.NullMarked;

/** How much endpoints are asked. */
@NullMarked
package dev.millrace.serving.traffic;

import org.jspecify.annotations.NullMarked;

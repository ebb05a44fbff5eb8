/** Model serving: its configuration; the parts are in the packages below. */
@NullMarked
package dev.millrace.serving;

import org.jspecify.annotations.NullMarked;

/** What endpoints were asked and what they answered, as far as it is to be kept. */
@NullMarked
package dev.millrace.serving.requestlog;

import org.jspecify.annotations.NullMarked;

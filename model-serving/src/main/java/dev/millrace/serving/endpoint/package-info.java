/** The API of endpoints and their records. */
@NullMarked
package dev.millrace.serving.endpoint;

import org.jspecify.annotations.NullMarked;

/** Who answers, in the headers of every answer of an endpoint. */
@NullMarked
package dev.millrace.serving.answer;

import org.jspecify.annotations.NullMarked;

/**
 * JSON schemas that come with models, and hold requests and answers to what their author knows of
 * the data.
 */
@NullMarked
package dev.millrace.serving.schema;

import org.jspecify.annotations.NullMarked;

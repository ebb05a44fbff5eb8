/** What runs a model, whatever framework made it. */
@NullMarked
package dev.millrace.serving.runtime;

import org.jspecify.annotations.NullMarked;

/** The Open Inference Protocol, version 2, over REST, with its extension for binary tensors. */
@NullMarked
package dev.millrace.serving.inference;

import org.jspecify.annotations.NullMarked;

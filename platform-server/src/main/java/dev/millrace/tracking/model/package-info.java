/** Logged models. */
@NullMarked
package dev.millrace.tracking.model;

import org.jspecify.annotations.NullMarked;

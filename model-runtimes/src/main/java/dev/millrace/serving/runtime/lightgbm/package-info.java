/** LightGBM's own text files, evaluated in this process. */
@NullMarked
package dev.millrace.serving.runtime.lightgbm;

import org.jspecify.annotations.NullMarked;

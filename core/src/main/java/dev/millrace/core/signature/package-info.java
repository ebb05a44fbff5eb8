/** Model signatures in MLflow's form and the strict reading of scoring requests against them. */
@NullMarked
package dev.millrace.core.signature;

import org.jspecify.annotations.NullMarked;

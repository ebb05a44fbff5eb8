/** Measures Millrace and a stock MLflow server side by side on one PostgreSQL. */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;

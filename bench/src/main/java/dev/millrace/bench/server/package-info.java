/** The processes under test: PostgreSQL, MLflow and Millrace. */
@NullMarked
package dev.millrace.bench.server;

import org.jspecify.annotations.NullMarked;

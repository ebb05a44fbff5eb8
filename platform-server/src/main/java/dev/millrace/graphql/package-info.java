/** MLflow's {@code /graphql}, which the stock UI asks for a run, an experiment and histories. */
@NullMarked
package dev.millrace.graphql;

import org.jspecify.annotations.NullMarked;

/**
 * The Java client of Millrace, and of any server that speaks MLflow's REST API.
 *
 * <p>Start at {@link dev.millrace.client.MillraceClient}. Every method that talks to the server
 * throws {@link dev.millrace.core.error.MlflowException} with the server's own code and message;
 * TEMPORARILY_UNAVAILABLE also stands for "no answer within the retry time". Times are milliseconds
 * since the epoch unless a method says otherwise.
 */
@NullMarked
package dev.millrace.client;

import org.jspecify.annotations.NullMarked;

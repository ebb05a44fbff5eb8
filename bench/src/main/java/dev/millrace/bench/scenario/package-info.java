/** What the load consists of: one class per kind of request. */
@NullMarked
package dev.millrace.bench.scenario;

import org.jspecify.annotations.NullMarked;

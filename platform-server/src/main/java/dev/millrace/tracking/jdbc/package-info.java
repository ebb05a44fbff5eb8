/** The one way this feature talks to PostgreSQL. */
@NullMarked
package dev.millrace.tracking.jdbc;

import org.jspecify.annotations.NullMarked;

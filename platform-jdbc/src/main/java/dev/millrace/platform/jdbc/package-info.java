/** The one way this feature talks to PostgreSQL. */
@NullMarked
package dev.millrace.platform.jdbc;

import org.jspecify.annotations.NullMarked;

/** What data is: hashes of files, rows and tables, profiles of columns, and reports on them. */
@NullMarked
package dev.millrace.core.data;

import org.jspecify.annotations.NullMarked;

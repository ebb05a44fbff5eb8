/** Running a recorded run again. */
@NullMarked
package dev.millrace.cli.reproduce;

import org.jspecify.annotations.NullMarked;

/** What the command of scoring files adds to the job: buckets, and a version on a server. */
@NullMarked
package dev.millrace.cli.score;

import org.jspecify.annotations.NullMarked;

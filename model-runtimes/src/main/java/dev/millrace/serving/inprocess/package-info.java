/** What scores within a process of ours, a server's or another's. */
@NullMarked
package dev.millrace.serving.inprocess;

import org.jspecify.annotations.NullMarked;

/** Files and folders of this machine. */
@NullMarked
package dev.millrace.core.file;

import org.jspecify.annotations.NullMarked;

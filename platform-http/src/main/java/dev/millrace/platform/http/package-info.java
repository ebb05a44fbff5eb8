@NullMarked
package dev.millrace.platform.http;

import org.jspecify.annotations.NullMarked;

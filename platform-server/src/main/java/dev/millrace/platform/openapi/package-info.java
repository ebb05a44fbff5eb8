@NullMarked
package dev.millrace.platform.openapi;

import org.jspecify.annotations.NullMarked;

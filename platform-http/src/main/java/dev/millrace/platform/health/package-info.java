@NullMarked
package dev.millrace.platform.health;

import org.jspecify.annotations.NullMarked;

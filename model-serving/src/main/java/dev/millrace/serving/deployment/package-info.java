/** Versions behind endpoints: how they come up, take traffic and go. */
@NullMarked
package dev.millrace.serving.deployment;

import org.jspecify.annotations.NullMarked;

/** Promotion policies: what a promotion to an alias must pass. */
@NullMarked
package dev.millrace.registry.policy;

import org.jspecify.annotations.NullMarked;

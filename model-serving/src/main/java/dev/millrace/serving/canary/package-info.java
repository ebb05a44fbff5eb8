/** Endpoints that go over to another version step by step. */
@NullMarked
package dev.millrace.serving.canary;

import org.jspecify.annotations.NullMarked;

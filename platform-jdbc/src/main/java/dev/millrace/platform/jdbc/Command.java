package dev.millrace.platform.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A statement that writes, with its arguments: a store may run it alone, or another together with
 * commands of its own.
 */
public record Command(String sql, @Nullable Object... args) {}

package dev.millrace.core.search;

/** One key of an order; absent values and NaN come last either way. */
public record OrderBy(Field field, boolean ascending) {}

package dev.millrace.core.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of an answer; without a token it is the last. */
public record Page<T>(List<T> items, @Nullable String nextPageToken) {}

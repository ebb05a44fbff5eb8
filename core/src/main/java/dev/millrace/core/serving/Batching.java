package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How requests that come at the same time are scored together.
 *
 * @param maxRows how many rows the model is asked at once
 * @param maxDelayMillis how long a request may wait for others to come while the model is free;
 *     where absent, those alone are put together that come while it is busy
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Batching(@Nullable Integer maxRows, @Nullable Long maxDelayMillis) {}

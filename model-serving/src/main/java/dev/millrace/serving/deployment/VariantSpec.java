package dev.millrace.serving.deployment;

import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Shadow;
import org.jspecify.annotations.Nullable;

/**
 * A version of the model beside the one that an endpoint follows itself.
 *
 * @param weight the share of the requests that it answers, in percent
 * @param shadow absent where no requests are mirrored to it
 */
public record VariantSpec(String name, Followed follows, double weight, @Nullable Shadow shadow) {}

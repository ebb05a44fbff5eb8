package dev.millrace.core.search;

/**
 * What a comparison or an order key is about.
 *
 * @param key canonical name of an attribute, or the key of the metric, parameter or tag
 * @param numeric whether its values are numbers
 */
public record Field(EntityType type, String key, boolean numeric) {}

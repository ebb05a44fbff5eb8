package dev.millrace.registry.version;

import java.util.Map;

/** What a new version is made of, apart from its number. */
record NewVersion(
    ModelSource source, String description, String runLink, Map<String, String> tags) {}

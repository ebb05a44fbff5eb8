package dev.millrace.serving.endpoint;

/** What servers follow may be other than it was: endpoints, aliases, canaries, request logs. */
public record ServingChanged() {}

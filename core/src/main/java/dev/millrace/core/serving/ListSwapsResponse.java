package dev.millrace.core.serving;

import java.util.List;

/** The swaps of an endpoint, newest first. */
public record ListSwapsResponse(List<Swap> swaps) {}

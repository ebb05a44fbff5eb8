package dev.millrace.core.access;

/** The kinds of thing that permissions are given on. */
public enum Subject {
  EXPERIMENT,
  REGISTERED_MODEL,
  ENDPOINT,
  ARTIFACT,
  SERVER
}

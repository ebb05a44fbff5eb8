package dev.millrace.serving.deployment;

import dev.millrace.core.serving.EndpointOptions;

/** For whom a version is brought up: it heeds his options, as they are at each request. */
interface DeploymentOwner {

  /** Someone who asks for nothing in particular. */
  DeploymentOwner NOBODY = new DeploymentOwner() {};

  default EndpointOptions options() {
    return EndpointOptions.NONE;
  }

  /** So many requests were scored by it at once. */
  default void scoredTogether(int version, int requests) {}

  /** It was let go by everyone, and its memory given back. */
  default void freed(Deployment deployment) {}
}

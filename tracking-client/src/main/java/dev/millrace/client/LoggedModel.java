package dev.millrace.client;

/**
 * A model that was logged and is complete on the server.
 *
 * @param modelId the server's id, {@code m-…}
 * @param runId the run it came from
 * @param artifactUri root of its files
 */
public record LoggedModel(String modelId, String name, String runId, String artifactUri) {

  /** The address other parts of MLflow know it by: {@code models:/m-…}. */
  public String uri() {
    return "models:/" + modelId;
  }
}

package dev.millrace.client;

import java.net.URI;

/** Addresses of the web UI's pages, in the form of MLflow's links. */
public final class Pages {

  private final URI server;

  Pages(URI server) {
    this.server = server;
  }

  public String experiment(String experimentId) {
    return server + "/#/experiments/" + UriParts.encode(experimentId);
  }

  public String run(String experimentId, String runId) {
    return experiment(experimentId) + "/runs/" + UriParts.encode(runId);
  }

  public String model(String modelName) {
    return server + "/#/models/" + UriParts.encode(modelName);
  }

  public String modelVersion(String modelName, String version) {
    return model(modelName) + "/versions/" + UriParts.encode(version);
  }

  public String endpoint(String endpointName) {
    return server + "/#/endpoints/" + UriParts.encode(endpointName);
  }
}

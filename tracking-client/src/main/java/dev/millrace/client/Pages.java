package dev.millrace.client;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

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

  /** Runs of one experiment side by side. */
  public String compareRuns(String experimentId, List<String> runIds) {
    return server
        + "/#/compare-runs?runs="
        + jsonList(runIds)
        + "&experiments="
        + jsonList(List.of(experimentId));
  }

  public String model(String modelName) {
    return server + "/#/models/" + UriParts.encode(modelName);
  }

  public String modelVersion(String modelName, String version) {
    return model(modelName) + "/versions/" + UriParts.encode(version);
  }

  private static String jsonList(List<String> values) {
    return UriParts.encode(
        values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(",", "[", "]")));
  }

  public String endpoint(String endpointName) {
    return server + "/#/endpoints/" + UriParts.encode(endpointName);
  }
}

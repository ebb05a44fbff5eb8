package dev.millrace.serving.endpoint;

import dev.millrace.core.serving.GetTraffic;
import dev.millrace.serving.monitoring.EndpointMeters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells of an endpoint that exists what its meters have counted. */
@ApplicationScoped
class TrafficService {

  private final EndpointService endpoints;
  private final MeterRegistry registry;

  TrafficService(EndpointService endpoints, MeterRegistry registry) {
    this.endpoints = endpoints;
    this.registry = registry;
  }

  GetTraffic.Response traffic(String name) {
    String endpoint = endpoints.get(name).name();
    return new GetTraffic.Response(endpoint, EndpointMeters.read(registry, endpoint));
  }
}

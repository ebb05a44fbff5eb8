package dev.millrace.serving;

import java.util.HashMap;
import java.util.Map;

/** Serving alone, with gRPC on a free port. */
public class GrpcProfile extends ServingProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
    overrides.put("millrace.grpc-port", "0");
    overrides.put("millrace.serving.max-concurrent-requests", "1");
    overrides.put("millrace.serving.max-waiting-requests", "0");
    return overrides;
  }
}

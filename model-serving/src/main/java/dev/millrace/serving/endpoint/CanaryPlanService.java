package dev.millrace.serving.endpoint;

import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.RollBackCanaryRequest;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.deployment.EndpointSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** The rules of plans by which endpoints go over to other versions. */
@ApplicationScoped
public class CanaryPlanService {

  private final EndpointService endpoints;
  private final CanaryService canaries;

  CanaryPlanService(EndpointService endpoints, CanaryService canaries) {
    this.endpoints = endpoints;
    this.canaries = canaries;
  }

  /**
   * From now on the endpoint goes over to other versions by this plan. A canary that is running
   * goes on by the plan that it began with.
   */
  @Transactional
  public Endpoint put(String name, CanaryPlan request) {
    CanaryPlan plan = CanaryRules.plan(request);
    return endpoints.change(
        name,
        old -> {
          if (old.canary() == null) {
            canaries.forget(old.endpointId());
          }
          return old.withCanary(plan);
        });
  }

  /** From now on the endpoint swaps at once; a canary that is running is given up for that. */
  @Transactional
  public Endpoint delete(String name) {
    return endpoints.change(
        name,
        old -> {
          canaries.forget(old.endpointId());
          return old.withCanary(null);
        });
  }

  /** The canaries of an endpoint, newest first. */
  @Transactional
  public List<Canary> list(String name) {
    return canaries.list(endpoints.require(name).endpointId());
  }

  /** Has the new version answer everything now, whatever the plan says. */
  @Transactional
  public Endpoint promote(String name) {
    EndpointSpec endpoint = endpoints.require(name);
    canaries.end(endpoint.endpointId(), Canary.State.DONE, "Promoted by hand.");
    return endpoints.get(name);
  }

  /** Has the previous version answer everything again. */
  @Transactional
  public Endpoint rollback(String name, RollBackCanaryRequest request) {
    EndpointSpec endpoint = endpoints.require(name);
    canaries.end(
        endpoint.endpointId(),
        Canary.State.ROLLED_BACK,
        "By hand" + CanaryRules.reason(request.reason()));
    return endpoints.get(name);
  }
}

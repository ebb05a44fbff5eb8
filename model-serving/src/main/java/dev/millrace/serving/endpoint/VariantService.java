package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.PutVariantRequest;
import dev.millrace.core.serving.ShadowReport;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.VariantSpec;
import dev.millrace.serving.traffic.ShadowStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rules of the further versions behind an endpoint. */
@ApplicationScoped
public class VariantService {

  private static final int MOST_VARIANTS = 10;

  private final EndpointService endpoints;
  private final ShadowStore shadows;

  VariantService(EndpointService endpoints, ShadowStore shadows) {
    this.endpoints = endpoints;
    this.shadows = shadows;
  }

  /** What became of the requests that are mirrored to a variant. */
  @Transactional
  public ShadowReport shadow(String endpoint, String name) {
    EndpointSpec spec = endpoints.require(endpoint);
    if (spec.variant(name).isEmpty()) {
      throw VariantRules.notFound(endpoint, name);
    }
    return shadows.report(spec.endpointId(), endpoint, name);
  }

  /** Adds a variant, or puts this in the place of the one that has its name. */
  public Endpoint put(String endpoint, String name, PutVariantRequest request) {
    VariantRules.requireName(name);
    Followed follows = EndpointRules.follows(request.alias(), request.stage(), request.version());
    if (follows == null) {
      throw MlflowException.invalidParameter("Name one of 'alias', 'stage' and 'version'.");
    }
    VariantSpec variant =
        new VariantSpec(
            name,
            follows,
            request.weight() == null ? 0 : VariantRules.percent(request.weight(), "weight"),
            VariantRules.shadow(request.shadow()));
    return endpoints.change(
        endpoint,
        old -> {
          List<VariantSpec> all = new ArrayList<>(old.variants());
          all.removeIf(each -> each.name().equals(name));
          all.add(variant);
          if (all.size() > MOST_VARIANTS) {
            throw MlflowException.invalidParameter(
                "An endpoint has at most " + MOST_VARIANTS + " variants.");
          }
          all.sort(Comparator.comparing(VariantSpec::name));
          return old.withVariants(VariantRules.requireFits(all));
        });
  }

  /** Takes a variant away; it answers what it has, and its share goes to the primary. */
  public Endpoint delete(String endpoint, String name) {
    return endpoints.change(
        endpoint,
        old -> {
          if (old.variant(name).isEmpty()) {
            throw VariantRules.notFound(endpoint, name);
          }
          return old.withVariants(
              old.variants().stream().filter(each -> !each.name().equals(name)).toList());
        });
  }
}

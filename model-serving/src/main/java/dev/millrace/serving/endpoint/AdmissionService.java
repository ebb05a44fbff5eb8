package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.CreateEndpointKeyRequest;
import dev.millrace.core.serving.CreatedEndpointKey;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.EndpointKey;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.KeySecret;
import dev.millrace.serving.deployment.KeySpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;

/** The rules of whom an endpoint lets in. */
@ApplicationScoped
public class AdmissionService {

  private static final int MOST_KEYS = 1_000;

  private final EndpointService endpoints;
  private final KeyStore keys;

  AdmissionService(EndpointService endpoints, KeyStore keys) {
    this.endpoints = endpoints;
    this.keys = keys;
  }

  /**
   * From now on the endpoint lets requests in by these options; those left out are the server's.
   */
  public Endpoint putOptions(String name, EndpointOptions request) {
    EndpointOptions options = AdmissionRules.options(request);
    return endpoints.change(name, old -> old.withOptions(options));
  }

  /** Makes a key. */
  @Transactional
  public CreatedEndpointKey create(String endpoint, CreateEndpointKeyRequest request) {
    long now = System.currentTimeMillis();
    AdmissionRules.requireFits(request, now);
    String secret = KeySecret.make();
    KeySpec key =
        new KeySpec(
            AdmissionRules.keyName(request.name()),
            KeySecret.hash(secret),
            KeySecret.prefix(secret),
            request.requestsPerSecond(),
            now,
            request.expiresAt());
    endpoints.change(endpoint, old -> with(old, key));
    return new CreatedEndpointKey(shown(key), secret);
  }

  private EndpointSpec with(EndpointSpec old, KeySpec key) {
    if (old.keys().size() >= MOST_KEYS) {
      throw MlflowException.invalidParameter("An endpoint has at most " + MOST_KEYS + " keys.");
    }
    if (!keys.insertKey(old.endpointId(), key)) {
      throw MlflowException.alreadyExists(
          "Endpoint '%s' has a key '%s' already.".formatted(old.name(), key.name()));
    }
    List<KeySpec> all = new ArrayList<>(old.keys());
    all.add(key);
    return old.withKeys(all);
  }

  /** The keys of an endpoint, by name. */
  @Transactional
  public List<EndpointKey> list(String endpoint) {
    return endpoints.require(endpoint).keys().stream().map(AdmissionService::shown).toList();
  }

  /** Takes a key away; requests with it are refused on every server from now on. */
  @Transactional
  public void delete(String endpoint, String name) {
    endpoints.change(
        endpoint,
        old -> {
          if (!keys.deleteKey(old.endpointId(), name)) {
            throw MlflowException.notFound("Endpoint '" + endpoint + "' has no key of this name.");
          }
          return old.withKeys(old.keys().stream().filter(key -> !key.name().equals(name)).toList());
        });
  }

  private static EndpointKey shown(KeySpec key) {
    return new EndpointKey(
        key.name(),
        key.prefix(),
        key.requestsPerSecond(),
        key.createdAtMillis(),
        key.expiresAtMillis());
  }
}

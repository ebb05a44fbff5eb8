package dev.millrace.registry.policy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.PromotionPolicy;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.Caller;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.validation.RegistryRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of keeping policies. */
@ApplicationScoped
public class PolicyService {

  private final AliasStore models;
  private final PolicyStore policies;
  private final PolicyReader reader;

  PolicyService(AliasStore models, PolicyStore policies, PolicyReader reader) {
    this.models = models;
    this.policies = policies;
    this.reader = reader;
  }

  /** What holds for an alias; revision 0 where there never was a policy. */
  public record Current(int revision, PolicyDocument document) {

    /** The revision, or null where no policy holds. */
    public @Nullable Integer revisionOrNull() {
      return document == PolicyDocument.NONE ? null : revision;
    }
  }

  /** The policy of an alias; RESOURCE_DOES_NOT_EXIST where there is none. */
  @Transactional
  PromotionPolicy require(String name, String alias) {
    long model = models.requireModel(RegistryRules.modelName(name, "name"));
    return policies
        .findNewest(model, name, RegistryRules.alias(alias))
        .filter(policy -> policy.document() != null)
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "There is no promotion policy for alias '%s' of model '%s'."
                        .formatted(alias, name)));
  }

  /** Every revision, the newest first. */
  @Transactional
  PromotionPolicy.History history(String name, String alias) {
    long model = models.requireModel(RegistryRules.modelName(name, "name"));
    return new PromotionPolicy.History(policies.history(model, name, RegistryRules.alias(alias)));
  }

  /** Puts a policy in the place of the one before; the same text again adds no revision. */
  @Transactional
  PromotionPolicy put(String name, String alias, String source, @Nullable Principal caller) {
    RegistryRules.settableAlias(alias);
    PolicyDocument document = reader.read(source);
    LockedModel model = models.lockModel(RegistryRules.modelName(name, "name"));
    Optional<PromotionPolicy> newest = policies.findNewest(model.id(), name, alias);
    return newest
        .filter(policy -> policy.document() != null && policy.source().equals(source))
        .orElseGet(
            () ->
                policies.add(
                    model.id(), name, alias, document.json(), source, Caller.nameOf(caller)));
  }

  /** Removes a policy; that it was there stays in its history. */
  @Transactional
  void delete(String name, String alias, @Nullable Principal caller) {
    LockedModel model = models.lockModel(RegistryRules.modelName(name, "name"));
    if (policies
        .findNewest(model.id(), name, RegistryRules.alias(alias))
        .filter(policy -> policy.document() != null)
        .isPresent()) {
      policies.add(model.id(), name, alias, null, "", Caller.nameOf(caller));
    }
  }

  /** What a policy says, without keeping it; errors as {@link PolicyReader#read}. */
  PolicyDocument check(String source) {
    return reader.read(source);
  }

  String schema() {
    return reader.schema();
  }

  /** The policy that holds for an alias now; within the caller's transaction. */
  @Transactional
  public Current current(long modelId, String modelName, String alias) {
    return policies
        .findNewest(modelId, modelName, alias)
        .map(
            policy ->
                new Current(
                    policy.revision(),
                    policy.document() == null
                        ? PolicyDocument.NONE
                        : reader.stored(policy.document())))
        .orElse(new Current(0, PolicyDocument.NONE));
  }

  /**
   * Refuses to move aliases past a promotion that move by promotions only.
   *
   * @throws MlflowException PERMISSION_DENIED naming the way to promote
   */
  @Transactional
  public void requireUnprotected(long modelId, String modelName, List<String> aliases) {
    for (String alias : policies.protectedAliases(modelId)) {
      if (aliases.contains(alias)) {
        throw protectedAlias(modelName, alias);
      }
    }
  }

  /** The refusal of a direct write, with the way to promote. */
  public static MlflowException protectedAlias(String modelName, String alias) {
    return new MlflowException(
        ErrorCode.PERMISSION_DENIED,
        ("Alias '%s' of model '%s' is protected by its promotion policy: it moves by a promotion"
                + " only. Promote with 'millrace models promote %s --to @%s' or POST"
                + " /api/millrace/v1/promotions.")
            .formatted(alias, modelName, modelName, alias));
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.DeleteRegisteredModelAlias;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.SetRegisteredModelAlias;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.alias.AliasNotices;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.Caller;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.policy.PolicyService;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.webhook.RegistryEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves aliases. Every move, whatever asked for it, is one change of the alias and one row of the
 * history, in one transaction under the lock of the registered model, and one notice after it.
 */
@ApplicationScoped
public class AliasService implements AliasDirectory {

  private final AliasStore aliases;
  private final AliasNotices notices;
  private final DirectMoveStore moves;
  private final PromotionStore promotions;
  private final PolicyService policies;
  private final RegistryEvents events;

  AliasService(
      AliasStore aliases,
      AliasNotices notices,
      DirectMoveStore moves,
      PromotionStore promotions,
      PolicyService policies,
      RegistryEvents events) {
    this.aliases = aliases;
    this.notices = notices;
    this.moves = moves;
    this.promotions = promotions;
    this.policies = policies;
    this.events = events;
  }

  /** Points an alias at a version without a promotion; where it points there, nothing happens. */
  @Transactional
  public void setAlias(SetRegisteredModelAlias request, @Nullable Principal caller) {
    String name = Require.text(request.name(), "name");
    String alias = Require.text(request.alias(), "alias");
    String version = Require.text(request.version(), "version");
    String validName = RegistryRules.modelName(name, "name");
    String validAlias = RegistryRules.settableAlias(alias);
    int to = RegistryRules.version(version);
    // MLflow: of a model that is not there it is the version that is not found.
    DirectMoveStore.Standing standing =
        moves.lock(validName, validAlias, to).orElseThrow(() -> versionNotFound(validName, to));
    if (standing.isProtected()) {
      throw PolicyService.protectedAlias(validName, validAlias);
    }
    if (!standing.hasVersion()) {
      throw versionNotFound(validName, to);
    }
    Integer from = standing.from();
    if (from != null && from == to) {
      return;
    }
    NewMove move =
        NewMove.ofAlias(validAlias, AliasMoveKind.ALIAS_SET, from, to, Caller.nameOf(caller));
    moves.write(standing.model(), to, move);
    if (standing.isListenedTo()) {
      events.aliasSet(validName, validAlias, to);
    }
    notices.moved(validName, validAlias);
  }

  /** Deletes an alias; an absent one is no error. */
  @Transactional
  public void deleteAlias(DeleteRegisteredModelAlias request, @Nullable Principal caller) {
    String name = Require.text(request.name(), "name");
    String alias = Require.text(request.alias(), "alias");
    String validName = RegistryRules.modelName(name, "name");
    String validAlias = RegistryRules.alias(alias);
    LockedModel model = aliases.lockModel(validName);
    policies.requireUnprotected(model.id(), validName, List.of(validAlias));
    drop(model, validAlias, caller);
  }

  /** Deletes the aliases on one version, or on all where it is null, before that is deleted. */
  @Transactional
  public void deleteAliasesOn(
      LockedModel model, @Nullable Integer version, @Nullable Principal caller) {
    List<String> affected = aliases.aliasesOn(model, version);
    policies.requireUnprotected(model.id(), model.name(), affected);
    affected.forEach(alias -> drop(model, alias, caller));
  }

  /** Tells listeners that the aliases of a model are now reached by another name. */
  @Transactional
  public void notifyRenamed(LockedModel model, String newName) {
    for (String alias : aliases.aliasesOn(model, null)) {
      notices.moved(model.name(), alias);
      notices.moved(newName, alias);
    }
    notices.stagesMoved(newName);
  }

  @Override
  @Transactional
  public Optional<ServableVersion> resolve(String modelName, String alias) {
    return aliases.findServable(modelName, alias);
  }

  static MlflowException versionNotFound(String name, int version) {
    return MlflowException.notFound(
        "Model Version (name=" + name + ", version=" + version + ") not found");
  }

  private void drop(LockedModel model, String alias, @Nullable Principal caller) {
    Integer from = aliases.versionOf(model.id(), alias);
    if (from == null) {
      return;
    }
    aliases.remove(model, alias);
    events.aliasMoved(
        promotions.add(
            model.id(),
            model.name(),
            NewMove.ofAlias(
                alias, AliasMoveKind.ALIAS_DELETED, from, null, Caller.nameOf(caller))));
    notices.moved(model.name(), alias);
  }
}

package dev.millrace.registry.promotion;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.DeleteRegisteredModelAlias;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.SetRegisteredModelAlias;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.webhook.RegistryEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves aliases. Every move, whatever asked for it, is one change of the alias, one row of the
 * history and one notification, in one transaction under the lock of the registered model.
 */
@ApplicationScoped
public class AliasService implements AliasDirectory {

  private static final String ANONYMOUS = "anonymous";

  private final AliasStore aliases;
  private final PromotionStore promotions;
  private final RegistryEvents events;

  AliasService(AliasStore aliases, PromotionStore promotions, RegistryEvents events) {
    this.aliases = aliases;
    this.promotions = promotions;
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
    if (aliases.findModelId(validName).isEmpty()) {
      // MLflow: of a model that is not there it is the version that is not found.
      throw versionNotFound(validName, to);
    }
    move(validName, validAlias, to, AliasMoveKind.ALIAS_SET, null, caller);
  }

  /** Deletes an alias; an absent one is no error. */
  @Transactional
  public void deleteAlias(DeleteRegisteredModelAlias request, @Nullable Principal caller) {
    String name = Require.text(request.name(), "name");
    String alias = Require.text(request.alias(), "alias");
    String validName = RegistryRules.modelName(name, "name");
    String validAlias = RegistryRules.alias(alias);
    drop(aliases.lockModel(validName), validAlias, caller);
  }

  /** Deletes the aliases on one version, or on all where it is null, before that is deleted. */
  @Transactional
  public void deleteAliasesOn(
      LockedModel model, @Nullable Integer version, @Nullable Principal caller) {
    aliases.aliasesOn(model, version).forEach(alias -> drop(model, alias, caller));
  }

  /** Tells listeners that the aliases of a model are now reached by another name. */
  @Transactional
  public void notifyRenamed(LockedModel model, String newName) {
    for (String alias : aliases.aliasesOn(model, null)) {
      aliases.notifyMoved(model.name(), alias);
      aliases.notifyMoved(newName, alias);
    }
  }

  @Override
  @Transactional
  public Optional<ServableVersion> resolve(String modelName, String alias) {
    return aliases.findServable(modelName, alias);
  }

  /** The move, or the one that put the alias there where it already points at the version. */
  Promotion move(
      String name,
      String alias,
      int to,
      AliasMoveKind kind,
      @Nullable String reason,
      @Nullable Principal caller) {
    LockedModel model = aliases.lockModel(name);
    if (!aliases.hasVersion(model, to)) {
      throw versionNotFound(name, to);
    }
    Integer from = aliases.versionOf(model, alias);
    if (from != null && from == to) {
      return promotions
          .findNewest(model.id(), alias)
          .orElseThrow(() -> new IllegalStateException("An alias without a history."));
    }
    aliases.put(model, alias, to);
    Promotion move = promotions.add(model, alias, kind, from, to, reason, nameOf(caller));
    aliases.notifyMoved(name, alias);
    events.aliasMoved(move);
    return move;
  }

  private static MlflowException versionNotFound(String name, int version) {
    return MlflowException.notFound(
        "Model Version (name=" + name + ", version=" + version + ") not found");
  }

  private void drop(LockedModel model, String alias, @Nullable Principal caller) {
    Integer from = aliases.versionOf(model, alias);
    if (from == null) {
      return;
    }
    aliases.remove(model, alias);
    events.aliasMoved(
        promotions.add(
            model, alias, AliasMoveKind.ALIAS_DELETED, from, null, null, nameOf(caller)));
    aliases.notifyMoved(model.name(), alias);
  }

  private static String nameOf(@Nullable Principal caller) {
    return caller == null || caller.getName() == null || caller.getName().isEmpty()
        ? ANONYMOUS
        : caller.getName();
  }
}

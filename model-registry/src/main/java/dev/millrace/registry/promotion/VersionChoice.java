package dev.millrace.registry.promotion;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.RegisteredVersions;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.promotion.PromotionStore.Page;
import dev.millrace.registry.validation.RegistryRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which version a wish is about; within the caller's transaction. */
@ApplicationScoped
class VersionChoice {

  private static final int LONGEST_HISTORY = 10_000;

  private final RegisteredVersions versions;
  private final AliasStore aliases;
  private final PromotionStore promotions;

  VersionChoice(RegisteredVersions versions, AliasStore aliases, PromotionStore promotions) {
    this.versions = versions;
    this.aliases = aliases;
    this.promotions = promotions;
  }

  /**
   * The version to move to, which exists.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where it does not, INVALID_PARAMETER_VALUE
   *     where the source has no known form, INVALID_STATE where there is nothing to roll back to
   */
  int require(LockedModel model, Wish wish) {
    int version = chosen(model, wish);
    if (!aliases.hasVersion(model, version)) {
      throw AliasService.versionNotFound(model.name(), version);
    }
    return version;
  }

  private int chosen(LockedModel model, Wish wish) {
    if (wish.version() != null) {
      return wish.version();
    }
    if (wish.source() == null) {
      return previous(model, wish.alias());
    }
    String source = wish.source();
    if (source.startsWith("@")) {
      return ofAlias(model, RegistryRules.alias(source.substring(1)));
    }
    int colon = source.indexOf(':');
    String id = source.substring(colon + 1);
    return switch (colon < 0 || id.isEmpty() ? "" : source.substring(0, colon)) {
      case "version" -> RegistryRules.version(id);
      case "run" -> newest(model, "run", id, null);
      case "model" -> newest(model, "logged model", null, id);
      default ->
          throw MlflowException.invalidParameter(
              "Invalid source '"
                  + source
                  + "': it is 'version:N', 'run:ID', 'model:ID' or '@alias'.");
    };
  }

  private int ofAlias(LockedModel model, String alias) {
    Integer version = aliases.versionOf(model.id(), alias);
    if (version == null) {
      throw MlflowException.notFound(
          "Model '" + model.name() + "' has no alias '" + alias + "' to take the version from.");
    }
    return version;
  }

  private int newest(
      LockedModel model, String what, @Nullable String runId, @Nullable String modelId) {
    return versions
        .newestVersionOf(model.name(), runId, modelId)
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "Model '%s' has no version from %s %s; register it first."
                        .formatted(model.name(), what, runId == null ? modelId : runId)));
  }

  /** What the alias pointed at before what it points at now, rollbacks undone. */
  private int previous(LockedModel model, String alias) {
    List<Promotion> moves =
        promotions.searchOfModel(
            model.id(), alias, new Page(Long.MAX_VALUE, LONGEST_HISTORY, true));
    Deque<String> champions = new ArrayDeque<>();
    for (int i = moves.size() - 1; i >= 0; i--) {
      Promotion move = moves.get(i);
      if (move.toVersion() == null) {
        continue;
      }
      if (move.kind() == AliasMoveKind.ROLLBACK && champions.contains(move.toVersion())) {
        while (!move.toVersion().equals(champions.peek())) {
          champions.pop();
        }
      } else if (!move.toVersion().equals(champions.peek())) {
        champions.push(move.toVersion());
      }
    }
    champions.poll();
    for (String version : champions) {
      if (aliases.hasVersion(model, Integer.parseInt(version))) {
        return Integer.parseInt(version);
      }
    }
    throw new MlflowException(
        ErrorCode.RESOURCE_CONFLICT,
        "There is nothing to roll back to: alias '%s' of model '%s' has no earlier version."
            .formatted(alias, model.name()));
  }
}

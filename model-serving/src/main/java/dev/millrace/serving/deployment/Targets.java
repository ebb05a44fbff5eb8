package dev.millrace.serving.deployment;

import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.core.serving.Followed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Looks up which version it is that is followed. */
@ApplicationScoped
public class Targets {

  private final AliasDirectory aliases;
  private final ServableVersions versions;

  Targets(AliasDirectory aliases, ServableVersions versions) {
    this.aliases = aliases;
    this.versions = versions;
  }

  /** The version that is followed now; empty where there is none. */
  public Optional<ServableVersion> resolve(String modelName, Followed follows) {
    if (follows.alias() != null) {
      return aliases.resolve(modelName, follows.alias());
    }
    return follows.stage() != null
        ? versions.newestInStage(modelName, follows.stage())
        : version(modelName, Integer.parseInt(String.valueOf(follows.version())));
  }

  /** One version; empty where there is none of that number. */
  Optional<ServableVersion> version(String modelName, int version) {
    return versions.version(modelName, version);
  }
}

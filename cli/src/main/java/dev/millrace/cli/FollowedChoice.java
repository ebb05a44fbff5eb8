package dev.millrace.cli;

import dev.millrace.client.ModelRegistry;
import dev.millrace.core.serving.Followed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be followed of a model. */
final class FollowedChoice {

  @Option(names = "--alias", paramLabel = "ALIAS", description = "Follow an alias.")
  private @Nullable String alias;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Follow the newest version in Staging or Production.")
  private @Nullable String stage;

  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      description = "Serve this version for good.")
  private @Nullable String version;

  /** The champion where none of the three is given. */
  static Followed orChampion(@Nullable FollowedChoice given) {
    return given == null ? Followed.alias(ModelRegistry.CHAMPION) : given.followed();
  }

  /** Nothing, which leaves what is followed as it is, where none of the three is given. */
  static Followed orUnchanged(@Nullable FollowedChoice given) {
    return given == null ? new Followed(null, null, null) : given.followed();
  }

  /** Of a group in which one of the three is given, if the group is. */
  Followed followed() {
    return new Followed(alias, stage, version);
  }
}

package dev.millrace.replica;

import dev.millrace.core.registry.ServableVersion;
import dev.millrace.serving.feed.ServingFeed.Version;

/**
 * Where a replica finds the files of a version: with the platform, by name and number. Names of
 * models hold no slash.
 *
 * @param mark another one where another model has come to the same name and number
 */
record ModelUri(String name, int version, String mark) {

  private static final String SCHEME = "models:/";

  static ServableVersion servable(String name, Version version) {
    return new ServableVersion(
        name, version.version(), SCHEME + name + "/" + version.version() + "/" + version.mark());
  }

  static ModelUri parse(String uri) {
    String[] parts = uri.substring(SCHEME.length()).split("/", -1);
    return new ModelUri(parts[0], Integer.parseInt(parts[1]), parts[2]);
  }
}

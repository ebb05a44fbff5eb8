package dev.millrace.core.registry;

import java.util.List;

/** Answers which folders registered model versions are loaded from. */
public interface VersionSources {

  /** The folders of versions that are one of these, or inside or above one of them. */
  List<String> sourcesWithin(List<String> rootUris);
}

package dev.millrace.core.registry;

import java.util.Optional;

/** Answers which model version a stage or a number names now. */
public interface ServableVersions {

  /** The newest version in the stage; empty where the model has none there. */
  Optional<ServableVersion> newestInStage(String modelName, String stage);

  /** The version of that number; empty where there is none, and for a prompt. */
  Optional<ServableVersion> version(String modelName, int version);
}

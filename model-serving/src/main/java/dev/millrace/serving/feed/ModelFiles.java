package dev.millrace.serving.feed;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.validation.Require;
import java.util.List;

/** The files of a model version, by path. */
public record ModelFiles(List<ArtifactEntry> files) {

  public ModelFiles {
    files = Require.listOrEmpty(files);
  }
}

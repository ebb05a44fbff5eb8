package dev.millrace.tracking.runrecord;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.runrecord.RunRecord;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the models of a run among its files, and what they tell of their environment. */
@Singleton
class ModelFiles {

  private static final int MOST_FILES = 1_000;
  private static final int MOST_BYTES = 64 * 1024;
  private static final Set<String> ENVIRONMENT =
      Set.of("requirements.txt", "python_env.yaml", "conda.yaml");

  private final ArtifactReader artifacts;

  ModelFiles(ArtifactReader artifacts) {
    this.artifacts = artifacts;
  }

  /** A model with its environment's files. */
  record Found(RunRecord.Model model, List<RunRecord.TextFile> environment) {}

  Found ofLoggedModel(RunRecordStore.ModelRow row) {
    return found(
        row.role(), row.modelId(), row.name(), row.artifactUri(), "", list(row.artifactUri()));
  }

  /** Models as clients before 3.0 log them: folders of the run that hold an MLmodel file. */
  List<Found> inFolderOf(String artifactUri) {
    List<ArtifactEntry> files = list(artifactUri);
    List<Found> models = new ArrayList<>();
    for (ArtifactEntry file : files) {
      if (file.path().endsWith("/MLmodel")) {
        String folder = file.path().substring(0, file.path().length() - "MLmodel".length());
        models.add(
            found(
                "output",
                null,
                folder.substring(0, folder.length() - 1),
                artifactUri,
                folder,
                files.stream().filter(f -> f.path().startsWith(folder)).toList()));
      }
    }
    return models;
  }

  private Found found(
      String role,
      @Nullable String modelId,
      String name,
      String root,
      String folder,
      List<ArtifactEntry> files) {
    List<RunRecord.TextFile> environment = new ArrayList<>();
    for (ArtifactEntry file : files) {
      if (ENVIRONMENT.contains(file.path().substring(folder.length()))
          && file.sizeBytes() <= MOST_BYTES) {
        environment.add(new RunRecord.TextFile(file.path(), read(root, file.path())));
      }
    }
    return new Found(
        new RunRecord.Model(
            role,
            modelId,
            name,
            files.stream()
                .limit(MOST_FILES)
                .map(f -> new RunRecord.File(f.path(), f.sizeBytes(), f.sha256()))
                .toList(),
            files.size()),
        environment);
  }

  /** An experiment may keep its files where this server does not look. */
  private List<ArtifactEntry> list(String uri) {
    try {
      return artifacts.listAll(uri);
    } catch (MlflowException e) {
      return List.of();
    }
  }

  private String read(String root, String path) {
    try (InputStream content = artifacts.open(root, path)) {
      return new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

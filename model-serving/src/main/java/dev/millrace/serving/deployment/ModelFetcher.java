package dev.millrace.serving.deployment;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings a model's files from the artifact store to this machine. */
@ApplicationScoped
public class ModelFetcher {

  private final ArtifactReader artifacts;

  ModelFetcher(ArtifactReader artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * What was fetched.
   *
   * @param promised per path the SHA-256 that the manifest has
   * @param found per path the SHA-256 of the bytes that came
   */
  record Fetched(Map<String, String> promised, Map<String, String> found) {

    /** The SHA-256 of the bytes must be the manifest's, file by file. */
    void verify() throws CandidateException {
      for (Map.Entry<String, String> file : promised.entrySet()) {
        if (!file.getValue().equalsIgnoreCase(found.get(file.getKey()))) {
          throw new CandidateException(
              "The file " + file.getKey() + " does not have the SHA-256 of the manifest.",
              false,
              null);
        }
      }
    }
  }

  /** How many bytes the files below the root have, as the manifest says. */
  long bytes(String rootUri) throws CandidateException {
    try {
      return artifacts.listAll(rootUri).stream().mapToLong(ArtifactEntry::sizeBytes).sum();
    } catch (MlflowException e) {
      throw refused(e);
    }
  }

  private static CandidateException refused(MlflowException e) {
    return new CandidateException(e.text(), e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE, e);
  }

  /** Copies every file below the root into the folder. */
  Fetched fetch(String rootUri, Path folder) throws CandidateException {
    Map<String, String> promised = new LinkedHashMap<>();
    Map<String, String> found = new LinkedHashMap<>();
    try {
      List<ArtifactEntry> entries = artifacts.listAll(rootUri);
      if (entries.isEmpty()) {
        throw new CandidateException("The model has no files.", false, null);
      }
      for (ArtifactEntry entry : entries) {
        Path target = folder.resolve(entry.path()).normalize();
        if (!target.startsWith(folder) || target.equals(folder)) {
          throw new CandidateException(
              "A file of the model has a path that leads out of it.", false, null);
        }
        Files.createDirectories(target.getParent());
        promised.put(entry.path(), entry.sha256());
        found.put(entry.path(), copy(rootUri, entry, target));
      }
    } catch (MlflowException e) {
      throw refused(e);
    } catch (IOException e) {
      throw new CandidateException("The model's files could not be fetched.", true, e);
    }
    return new Fetched(promised, found);
  }

  private String copy(String rootUri, ArtifactEntry entry, Path target) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (InputStream in = new DigestInputStream(artifacts.open(rootUri, entry.path()), digest)) {
      Files.copy(in, target);
    }
    return Sha256.hex(digest);
  }
}

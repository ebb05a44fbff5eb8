package dev.millrace.serving.batch;

import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.artifact.ArtifactWriter;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.SourceDirectory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of this server's artifact store by the names that schedules have for them. Nothing else is
 * read or written for a schedule: no URL, no bucket, no folder of the machine.
 */
@Singleton
class ArtifactPlaces {

  private static final String REJECTS_SUFFIX = ".rejects.jsonl";
  private static final Pattern RUN = Pattern.compile("runs:/+([^/]+)/(.+)");

  private final ArtifactReader reader;
  private final ArtifactWriter writer;
  private final SourceDirectory sources;

  ArtifactPlaces(ArtifactReader reader, ArtifactWriter writer, SourceDirectory sources) {
    this.reader = reader;
    this.writer = writer;
    this.sources = sources;
  }

  /**
   * The URI of a file in the store, which need not be there; each file has one.
   *
   * @param field of the request that names it
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is somewhere else,
   *     RESOURCE_DOES_NOT_EXIST where there is no such run
   */
  String resolve(String place, String field) {
    Matcher run = RUN.matcher(place);
    String uri =
        run.matches()
            ? sources
                    .artifactUriOfRun(run.group(1))
                    .orElseThrow(
                        () ->
                            MlflowException.notFound(
                                "Parameter '%s': there is no run '%s'."
                                    .formatted(field, run.group(1))))
                + "/"
                + run.group(2)
            : place;
    String file;
    try {
      file = writer.requireWritable(uri);
    } catch (MlflowException e) {
      throw new MlflowException(e.code(), "Parameter '" + field + "': " + e.text(), e);
    }
    if (file.lastIndexOf('/') == file.indexOf('/')) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' must be runs:/RUN_ID/PATH or mlflow-artifacts:/FOLDER/FILE."
              .formatted(field));
    }
    return file;
  }

  /** Where the rows go that an output leaves out. */
  static String rejectsOf(String output) {
    return output + REJECTS_SUFFIX;
  }

  /**
   * Refuses an output that takes the input's place.
   *
   * @param input as {@link #resolve} answers it, as is the output
   */
  static void requireApart(String input, String output) {
    if (input.equals(output) || input.equals(rejectsOf(output))) {
      throw MlflowException.invalidParameter(
          "Parameters 'input' and 'output' name the same file, or the input is where rejected rows"
              + " go.");
    }
  }

  /**
   * Copies a file of the store and answers its SHA-256.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none
   */
  String fetch(String uri, Path file) throws IOException {
    int slash = uri.lastIndexOf('/');
    try (DigestInputStream content =
            new DigestInputStream(
                reader.open(uri.substring(0, slash), uri.substring(slash + 1)),
                Sha256.newDigest());
        OutputStream out = Files.newOutputStream(file)) {
      content.transferTo(out);
      return Sha256.hex(content.getMessageDigest());
    }
  }

  /** Stores a file; it takes the place of one that is there. */
  void store(Path file, String uri) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      writer.write(uri, content, Files.size(file));
    }
  }
}

package dev.millrace.core.artifact;

import java.io.InputStream;

/** Write access to artifacts by their URI, for what the server makes itself. */
public interface ArtifactWriter {

  /**
   * Refuses a URI that {@link #write} would refuse.
   *
   * @return the URI in the one spelling that all URIs of the file have
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where the URI is not
   *     one of a file of this server's
   */
  String requireWritable(String uri);

  /**
   * Stores a file, which is visible when it is complete and takes the place of one that is there.
   *
   * @param uri such as {@code mlflow-artifacts:/scored/2026-01-31.csv}
   * @param length of the content in bytes
   * @throws dev.millrace.core.error.MlflowException TEMPORARILY_UNAVAILABLE where the store cannot
   *     be used
   */
  void write(String uri, InputStream content, long length);
}

package dev.millrace.client;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.tracking.Run;
import java.nio.file.Path;
import java.util.Optional;

/** Downloads what MLflow's URIs of artifacts name, under the last part of their path. */
final class ArtifactDownload {

  private static final String RUNS = "runs:/";
  private static final String PROXIED = "mlflow-artifacts:/";

  private final MillraceClient client;
  private final HttpTransport transport;

  ArtifactDownload(MillraceClient client, HttpTransport transport) {
    this.client = client;
    this.transport = transport;
  }

  /** The file or folder that was written; errors as {@link MillraceClient#downloadArtifacts}. */
  Path download(String uri, Path target) {
    String named = uri.replaceFirst("/+$", "");
    Optional<Path> written;
    if (named.startsWith(RUNS)) {
      written = ofRun(named.substring(RUNS.length()).split("/", 2), target);
    } else if (named.startsWith(ModelUri.SCHEME)) {
      ModelUri model = ModelUri.parse(named);
      written = folder(rootOf(model)).downloadInto(model.path(), target);
    } else if (named.startsWith(PROXIED)) {
      written = lastPartOf(named, target);
    } else {
      throw MlflowException.invalidParameter(
          "Not a URI of artifacts behind the server: '"
              + uri
              + "'. It begins with runs:/, models:/ or mlflow-artifacts:/.");
    }
    return written.orElseThrow(
        () ->
            new MlflowException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST, "There are no artifacts at '" + uri + "'."));
  }

  /**
   * MLflow: a path of a run is looked for among the run's own files and in the logged model whose
   * name its first part is; the model's files win.
   */
  private Optional<Path> ofRun(String[] idAndPath, Path target) {
    Run run = client.getRun(idAndPath[0]);
    if (idAndPath.length == 1) {
      return folder(run.info().artifactUri()).downloadInto("", target);
    }
    String path = idAndPath[1];
    Optional<Path> ownFiles = lastPartOf(run.info().artifactUri() + "/" + path, target);
    Optional<Path> modelFiles = ofLoggedModel(run, path.split("/", 2), target);
    return modelFiles.or(() -> ownFiles);
  }

  private Optional<Path> ofLoggedModel(Run run, String[] nameAndPath, Path target) {
    return client.loggedModelsOf(run.info()).stream()
        .filter(model -> model.info().name().equals(nameAndPath[0]))
        .findFirst()
        .map(model -> model.info().artifactUri())
        .flatMap(
            root ->
                nameAndPath.length == 1
                    ? folder(root).downloadInto("", target.resolve(nameAndPath[0]))
                    : lastPartOf(root + "/" + nameAndPath[1], target));
  }

  private Optional<Path> lastPartOf(String uri, Path target) {
    int slash = uri.lastIndexOf('/');
    return folder(uri.substring(0, slash)).downloadInto(uri.substring(slash + 1), target);
  }

  private String rootOf(ModelUri model) {
    if (model.modelId() != null) {
      return client.loggedModel(model.modelId()).info().artifactUri();
    }
    ModelVersion version = client.registry().version(model);
    String uri = client.modelVersions().downloadUri(version.name(), version.version());
    return uri.startsWith(ModelUri.SCHEME) ? rootOf(ModelUri.parse(uri)) : uri;
  }

  private ArtifactFolder folder(String uri) {
    return new ArtifactFolder(transport, uri);
  }
}

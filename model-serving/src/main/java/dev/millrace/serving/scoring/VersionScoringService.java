package dev.millrace.serving.scoring;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.core.serving.VersionInput;
import dev.millrace.serving.deployment.BatchVersions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Scores rows with a version that needs no endpoint. */
@ApplicationScoped
public class VersionScoringService {

  private final ServableVersions registry;
  private final BatchVersions versions;

  VersionScoringService(ServableVersions registry, BatchVersions versions) {
    this.registry = registry;
    this.versions = versions;
  }

  /**
   * Scores a request.
   *
   * @return the JSON of the answer
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such version, or it has no
   *     files; and as {@link BatchVersions#ask} and {@link
   *     dev.millrace.core.serving.ScoringRequest#fromJson}
   */
  byte[] score(String model, String version, ScoringService.Format format, byte[] body) {
    return versions.ask(
        require(model, version),
        deployment ->
            ScoringService.json(ScoringService.score(deployment, format, body, false), null));
  }

  /** As {@link #score}, of a body of JSON or of CSV in UTF-8. */
  public String score(String model, String version, boolean csv, byte[] body) {
    ScoringService.Format format = csv ? ScoringService.Format.CSV : ScoringService.Format.JSON;
    return new String(score(model, version, format, body), StandardCharsets.UTF_8);
  }

  /**
   * Says what a version takes, or that it is not ready to say so yet; otherwise the same errors as
   * {@link #score}.
   */
  public VersionInput input(String model, String version) {
    try {
      return versions.ask(
          require(model, version), deployment -> VersionInput.of(deployment.model().inputSchema()));
    } catch (MlflowException e) {
      if (e.getCause() instanceof TimeoutException) {
        return new VersionInput(false, List.of(), List.of());
      }
      throw e;
    }
  }

  private ServableVersion require(String model, String version) {
    return registry
        .version(model, number(version))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "There is no such version of a model, or it has no files to be loaded from."));
  }

  private static int number(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException e) {
      throw MlflowException.invalidParameter("The version of a model is a number.");
    }
  }
}

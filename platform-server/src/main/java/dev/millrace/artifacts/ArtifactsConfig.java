package dev.millrace.artifacts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Optional;

/** Where artifacts are kept. */
@ConfigMapping(prefix = "millrace.artifacts")
interface ArtifactsConfig {

  /**
   * A directory of this machine, or {@code s3://bucket/prefix} in an S3-compatible object store. It
   * is created where it does not exist.
   */
  @WithParentName
  @WithDefault("${millrace.data-dir:./millrace-data}/artifacts")
  String location();

  /**
   * How long an object that nothing refers to is kept before it is collected. Longer than the
   * longest upload: an upload under way is such an object.
   */
  @WithDefault("24H")
  Duration collectAfter();

  /** Access to the object store; unused with a directory. */
  S3 s3();

  interface S3 {

    /** URL of the object store. */
    @WithDefault("${MLFLOW_S3_ENDPOINT_URL:https://s3.amazonaws.com}")
    String endpointUrl();

    /** Access key; with none, requests are not signed. */
    @WithDefault("${AWS_ACCESS_KEY_ID:}")
    Optional<String> accessKeyId();

    /** Secret of the access key. */
    @WithDefault("${AWS_SECRET_ACCESS_KEY:}")
    Optional<String> secretAccessKey();

    /** Region of the bucket. */
    @WithDefault("${AWS_REGION:us-east-1}")
    String region();
  }
}

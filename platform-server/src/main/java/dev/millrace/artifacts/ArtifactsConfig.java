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

  /**
   * Whether clients are told that they may exchange the bytes of large files with the object store
   * themselves, by URLs that are signed for them. They must be able to reach it. Clients that ask
   * for such URLs of their own accord get them anyhow.
   */
  @WithDefault("false")
  boolean directTransfers();

  /** How long a URL for a direct transfer is valid. */
  @WithDefault("15M")
  Duration directTransferTime();

  /** Access to the object store; unused with a directory. */
  S3 s3();

  interface S3 {

    /** URL of the object store. */
    @WithDefault(
        "${MLFLOW_S3_ENDPOINT_URL:${AWS_ENDPOINT_URL_S3:${AWS_ENDPOINT_URL:https://s3.amazonaws.com}}}")
    String endpointUrl();

    /**
     * URL of the object store as callers see it, for the URLs that are signed for them; as {@code
     * endpoint-url} where it is not set.
     */
    Optional<String> publicEndpointUrl();

    /**
     * Access key. With none, one is looked for where Amazon's tools do: a web identity, the profile
     * in Amazon's files, the container, the machine. With none of these, requests are not signed.
     */
    @WithDefault("${AWS_ACCESS_KEY_ID:}")
    Optional<String> accessKeyId();

    /** Secret of the access key. */
    @WithDefault("${AWS_SECRET_ACCESS_KEY:}")
    Optional<String> secretAccessKey();

    /** Token of a key that is valid for a while. */
    @WithDefault("${AWS_SESSION_TOKEN:}")
    Optional<String> sessionToken();

    /**
     * Whether the metadata service of the machine is asked for a key where there is none; without
     * it, where the store is Amazon's and {@code AWS_EC2_METADATA_DISABLED} is not true.
     */
    Optional<Boolean> instanceCredentials();

    /** Region of the bucket. */
    @WithDefault("${AWS_REGION:${AWS_DEFAULT_REGION:us-east-1}}")
    String region();

    /** Certificates, in PEM, of the authorities that the store's certificate may come from. */
    @WithDefault("${AWS_CA_BUNDLE:}")
    Optional<String> caFile();

    /** Take any certificate of the store's: for a trial only. */
    @WithDefault("${MLFLOW_S3_IGNORE_TLS:false}")
    boolean ignoreTls();
  }
}

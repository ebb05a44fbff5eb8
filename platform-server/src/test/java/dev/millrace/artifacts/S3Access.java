package dev.millrace.artifacts;

import java.util.Optional;

/** How a test reaches a store. */
record S3Access(
    String endpointUrl,
    String region,
    Optional<String> accessKeyId,
    Optional<String> secretAccessKey,
    Optional<String> sessionToken,
    Optional<Boolean> instanceCredentials,
    Optional<String> caFile)
    implements ArtifactsConfig.S3 {

  /** With no key of its own. */
  static S3Access to(String endpointUrl) {
    return new S3Access(
        endpointUrl,
        "us-east-1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  S3Access withKey(String accessKey, String secretKey) {
    return new S3Access(
        endpointUrl,
        region,
        Optional.of(accessKey),
        Optional.of(secretKey),
        sessionToken,
        instanceCredentials,
        caFile);
  }

  S3Access inRegion(String other) {
    return new S3Access(
        endpointUrl,
        other,
        accessKeyId,
        secretAccessKey,
        sessionToken,
        instanceCredentials,
        caFile);
  }

  S3Access withSessionToken(String token) {
    return new S3Access(
        endpointUrl,
        region,
        accessKeyId,
        secretAccessKey,
        Optional.of(token),
        instanceCredentials,
        caFile);
  }

  S3Access withInstanceCredentials() {
    return new S3Access(
        endpointUrl, region, accessKeyId, secretAccessKey, sessionToken, Optional.of(true), caFile);
  }

  S3Access withCaFile(String file) {
    return new S3Access(
        endpointUrl,
        region,
        accessKeyId,
        secretAccessKey,
        sessionToken,
        instanceCredentials,
        Optional.of(file));
  }

  @Override
  public Optional<String> publicEndpointUrl() {
    return Optional.empty();
  }

  @Override
  public boolean ignoreTls() {
    return false;
  }
}

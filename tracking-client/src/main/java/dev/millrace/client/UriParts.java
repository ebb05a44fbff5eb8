package dev.millrace.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Percent-encoding for parts of a URL. */
final class UriParts {

  private UriParts() {}

  /** One path segment or query value. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A path: the slashes stay, everything between them is encoded. */
  static String encodePath(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(UriParts::encode)
        .collect(Collectors.joining("/"));
  }
}

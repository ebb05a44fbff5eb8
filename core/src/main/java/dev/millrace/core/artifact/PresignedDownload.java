package dev.millrace.core.artifact;

import java.util.Map;

/**
 * Where a file may be read for a while without the server.
 *
 * @param headers what the request is to carry
 * @param fileSize bytes
 */
public record PresignedDownload(String url, Map<String, String> headers, long fileSize) {}

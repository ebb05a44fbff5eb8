package dev.millrace.artifacts;

import java.util.UUID;
import java.util.regex.Pattern;

/** The keys that this server makes up for its objects: random, and spread over 256 folders. */
final class ObjectKeys {

  private static final Pattern OWN = Pattern.compile("[0-9a-f]{2}/[0-9a-f]{30}");

  private ObjectKeys() {}

  static String create() {
    String id = UUID.randomUUID().toString().replace("-", "");
    return id.substring(0, 2) + "/" + id.substring(2);
  }

  /** Whether it looks like one; others are of objects that another server left. */
  static boolean isOwn(String objectKey) {
    return OWN.matcher(objectKey).matches();
  }
}

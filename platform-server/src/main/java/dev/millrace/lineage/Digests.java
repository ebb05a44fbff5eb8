package dev.millrace.lineage;

import java.util.regex.Pattern;

/** Tells the ways in which data is named from one another. */
final class Digests {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Digests() {}

  /** MLflow's digests are shorter, so no text is both. */
  static boolean isSha256(String text) {
    return SHA256.matcher(text).matches();
  }
}

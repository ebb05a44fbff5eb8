package dev.millrace.core.signature;

/** A name that is the request's, not the model's: shortened, and without control characters. */
public final class ShownName {

  private static final int LONGEST = 64;

  private ShownName() {}

  public static String of(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}

package dev.millrace.core.validation;

/** Texts that nobody bounded, such as the reason of a failure, as they can be kept and shown. */
public final class ShortText {

  /** In characters. */
  public static final int LONGEST = 5_000;

  private ShortText() {}

  /** The text, of which what is too long is cut off, and without NUL, which no database keeps. */
  public static String of(String text) {
    String kept = text;
    if (text.length() > LONGEST) {
      int end = LONGEST - 1;
      kept = text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
      kept += "…";
    }
    return kept.replace('\0', '\uFFFD');
  }
}

package dev.millrace.core.runrecord;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes what looks like a secret out of arguments and URLs before they are recorded. */
public final class SecretMask {

  /** Stands where a secret stood. */
  public static final String MASK = "********";

  /** Not {@code max-tokens} nor {@code tokenizer}, which tell nothing to anybody. */
  private static final String SECRET_NAME =
      "(?:[\\w.-]*(?:passw(?:or)?d|passwd|pwd|passphrase|secret|credentials?|authorization)[\\w.-]*"
          + "|[\\w.-]*token|(?:[\\w.-]*[-_.])?(?:api|access|private)?key|(?:[\\w.-]*[-_.])?auth)";

  private static final Pattern FLAG =
      Pattern.compile("-{1,2}" + SECRET_NAME, Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(-{0,2}" + SECRET_NAME + "[=:])(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern USER_OF_URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^/@\\s]+@");

  private SecretMask() {}

  /** The arguments, with secrets masked: {@code --token X}, {@code key=X}, {@code ://user:X@}. */
  public static List<String> arguments(List<String> arguments) {
    List<String> masked = new ArrayList<>();
    boolean secretFollows = false;
    for (String argument : arguments) {
      if (secretFollows && !argument.startsWith("-")) {
        masked.add(MASK);
        secretFollows = false;
        continue;
      }
      secretFollows = FLAG.matcher(argument).matches();
      Matcher assignment = ASSIGNMENT.matcher(argument);
      masked.add(
          assignment.matches()
              ? assignment.group(1) + MASK
              : USER_OF_URL.matcher(argument).replaceAll("$1" + MASK + "@"));
    }
    return masked;
  }

  /** The URL without user and password; {@code git@host:path} has no password and stays. */
  public static String url(String url) {
    return USER_OF_URL.matcher(url).replaceAll("$1");
  }
}

package dev.millrace.serving.runtime.pyfunc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** What an installer said, of which a person is shown what went wrong. */
final class InstallerOutput {

  private static final int MOST_LINES_KEPT = 500;
  private static final int MOST_LINES_TOLD = 25;
  private static final int LONGEST = 3000;

  private static final Pattern USER_OF_URL = Pattern.compile("(://)[^/@\\s]+@");
  private static final Pattern SECRET_OF_URL =
      Pattern.compile("(?i)([?&;][^=&\\s]*(?:token|key|password|secret|sig)[^=&\\s]*=)[^&\\s'\"]+");

  /** What pip and uv write where the index could not be reached, which may pass. */
  private static final Pattern NOT_REACHED =
      Pattern.compile(
          "(?i)NewConnectionError|ConnectTimeout|ReadTimeout|Connection ?Error|Read timed out"
              + "|Temporary failure in name resolution|Name or service not known"
              + "|Connection refused|error sending request|dns error|network is unreachable"
              + "|HTTP error 5\\d\\d");

  private final Deque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    lines.addLast(line);
    if (lines.size() > MOST_LINES_KEPT) {
      lines.removeFirst();
    }
  }

  synchronized boolean saysIndexWasNotReached() {
    return lines.stream().anyMatch(line -> NOT_REACHED.matcher(line).find());
  }

  /** The installer's own words from where it begins to complain, without secrets. */
  synchronized String fault() {
    List<String> all = new ArrayList<>(lines);
    int from = Math.max(0, all.size() - MOST_LINES_TOLD);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).matches("ERROR:.*|error:.*|\\s*×.*")) {
        from = i;
        break;
      }
    }
    List<String> told = new ArrayList<>();
    boolean advice = false;
    for (String line : all.subList(from, all.size())) {
      boolean complains = line.startsWith("ERROR:");
      advice = !complains && (advice || line.startsWith("To fix this you could try"));
      if (!advice && !line.contains("for help visit") && told.size() < MOST_LINES_TOLD) {
        told.add(line);
      }
    }
    String text = masked(String.join("\n", told));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Takes users, passwords and tokens out of URLs. */
  static String masked(String text) {
    return SECRET_OF_URL
        .matcher(USER_OF_URL.matcher(text).replaceAll("$1********@"))
        .replaceAll("$1********");
  }
}

package dev.millrace.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** The commands that there are, and the examples that their helps end with. */
final class CommandTree {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");

  private CommandTree() {}

  /** A command with all below it, each once. */
  static List<CommandLine> all(CommandLine root) {
    List<CommandLine> all = new ArrayList<>();
    all.add(root);
    new LinkedHashSet<>(root.getSubcommands().values()).forEach(each -> all.addAll(all(each)));
    return all;
  }

  static boolean isLeaf(CommandLine command) {
    return command.getSubcommands().isEmpty();
  }

  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  /** Lines of the help's end that begin with the program, joined with those they go on on. */
  static List<String> examples(CommandLine command) {
    String footer =
        Arrays.stream(command.getCommandSpec().usageMessage().footer())
            .map(String::format)
            .reduce("", (all, line) -> all + line + "\n");
    return footer
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("millrace "))
        .toList();
  }

  /** What a shell would hand to the program, without the program's own name. */
  static String[] arguments(String example) {
    List<String> words = new ArrayList<>();
    int end = -1;
    for (Matcher word = WORD.matcher(example); word.find(); end = word.end()) {
      String quoted = word.group(1) != null ? word.group(1) : word.group(2);
      if (quoted == null && word.group().equals(">")) {
        break;
      }
      String text = quoted != null ? quoted : word.group(3);
      if (word.start() == end) {
        words.add(words.remove(words.size() - 1) + text);
      } else {
        words.add(text);
      }
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }
}

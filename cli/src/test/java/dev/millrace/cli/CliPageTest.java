package dev.millrace.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/cli.md} has every command, with its examples; {@code make docs} writes that part. */
class CliPageTest {

  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final String BEGIN = "<!-- commands: written by make docs -->\n";
  private static final String END = "<!-- end of commands -->";

  @Test
  void thePageHasEveryCommand() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String expected = before + commands() + after;
    if (Boolean.getBoolean("millrace.cli-page.refresh")) {
      Files.writeString(PAGE, expected);
    } else {
      assertThat(page).as("docs/cli.md; make docs refreshes it").isEqualTo(expected);
    }
  }

  @Test
  void thePageHasEveryExitCode() throws Exception {
    String page = Files.readString(PAGE);
    for (int code : CommandTreeTest.exitCodes()) {
      assertThat(page).contains("\n| " + code + " | ");
    }
  }

  private static String commands() {
    CommandLine millrace = Millrace.commandLine();
    String groups =
        below(millrace)
            .filter(each -> !CommandTree.isLeaf(each))
            .map(CliPageTest::group)
            .collect(joining());
    String others =
        below(millrace).filter(CommandTree::isLeaf).map(CliPageTest::block).collect(joining());
    return (groups + "\n### Other commands\n" + others).strip() + "\n\n";
  }

  /** Its commands, then its groups. */
  private static String group(CommandLine group) {
    return heading(group)
        + below(group).filter(CommandTree::isLeaf).map(CliPageTest::block).collect(joining())
        + below(group)
            .filter(each -> !CommandTree.isLeaf(each))
            .map(CliPageTest::group)
            .collect(joining());
  }

  /** What is directly below, each once, by name: in no other order does reflection find them. */
  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .distinct()
        .sorted(Comparator.comparing(CommandLine::getCommandName));
  }

  private static String heading(CommandLine group) {
    return "\n### `" + CommandTree.name(group) + "`\n\n" + description(group) + "\n";
  }

  private static String block(CommandLine command) {
    String names =
        Arrays.stream(command.getCommandSpec().aliases())
            .map(alias -> ", `" + alias + "`")
            .collect(joining());
    return "\n**`%s`**%s: %s\n\n```\n%s\n```\n"
        .formatted(
            CommandTree.name(command),
            names,
            description(command),
            String.join("\n", CommandTree.examples(command)));
  }

  private static String description(CommandLine command) {
    return String.format(String.join(" ", command.getCommandSpec().usageMessage().description()));
  }
}

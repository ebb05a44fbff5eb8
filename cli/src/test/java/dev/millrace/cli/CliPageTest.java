package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
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
    StringBuilder text = new StringBuilder();
    StringBuilder single = new StringBuilder();
    for (CommandLine command : CommandTree.all(Millrace.commandLine())) {
      if (CommandTree.name(command).equals("millrace")) {
        continue;
      }
      if (CommandTree.isLeaf(command)) {
        boolean top = command.getParent().getParent() == null;
        (top ? single : text).append(block(command));
      } else {
        text.append(heading(command));
      }
    }
    return (text + "\n### Other commands\n" + single).strip().replaceAll("^\n+", "") + "\n\n";
  }

  private static String heading(CommandLine group) {
    return "\n### `" + CommandTree.name(group) + "`\n\n" + description(group) + "\n";
  }

  private static String block(CommandLine command) {
    String names =
        Arrays.stream(command.getCommandSpec().aliases())
            .map(alias -> ", `" + alias + "`")
            .collect(Collectors.joining());
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

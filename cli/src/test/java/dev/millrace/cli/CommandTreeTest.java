package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every command explains itself: its options, its parameters, and an example that is valid. */
class CommandTreeTest {

  private static final int WIDTH = 80;
  private static final List<CommandLine> TREE = CommandTree.all(Millrace.commandLine());

  static Stream<String> commands() {
    return TREE.stream().map(CommandTree::name);
  }

  static Stream<String> examples() {
    return TREE.stream().flatMap(command -> CommandTree.examples(command).stream()).distinct();
  }

  private static CommandLine command(String name) {
    return TREE.stream()
        .filter(command -> CommandTree.name(command).equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTreeHasTheCommandsOfMlflow() {
    assertThat(commands())
        .contains(
            "millrace experiments create",
            "millrace experiments csv",
            "millrace runs describe",
            "millrace artifacts log-artifacts",
            "millrace models gates",
            "millrace models alias set");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpEndsWithAnExampleOfTheCommandItself(String name) {
    CommandLine command = command(name);
    assertThat(CommandTree.examples(command)).isNotEmpty();
    assertThat(command.getUsageMessage()).contains("Examples:\n  millrace ");
    if (CommandTree.isLeaf(command)) {
      assertThat(CommandTree.examples(command))
          .allSatisfy(
              example ->
                  assertThat(deepest(example).getCommandSpec().qualifiedName()).isEqualTo(name));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionAndParameterIsDescribed(String name) {
    CommandLine command = command(name);
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    assertThat(
            Stream.<ArgSpec>concat(
                    command.getCommandSpec().options().stream(),
                    command.getCommandSpec().positionalParameters().stream())
                .filter(argument -> !argument.hidden()))
        .allSatisfy(
            argument ->
                assertThat(String.join("", argument.description()))
                    .as("%s of %s", argument, name)
                    .isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noLineOfTheFooterIsBroken(String name) {
    assertThat(
            Arrays.stream(command(name).getCommandSpec().usageMessage().footer())
                .map(String::format))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreValidCommandLines(String example) {
    assertThat(deepest(example)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "millrace runs list iris --fliter x",
        "millrace models gates fraud",
        "millrace experiments rename -x 1"
      })
  void whatIsNoCommandLineIsNoticed(String example) {
    assertThatExceptionOfType(ParameterException.class).isThrownBy(() -> deepest(example));
  }

  @Test
  void examplesAreSplitAsAShellDoes() {
    assertThat(CommandTree.arguments("millrace a \"b c\" --d='e > f' > file"))
        .containsExactly("a", "b c", "--d=e > f");
  }

  @Test
  void helpListsEveryExitCode() throws IllegalAccessException {
    String help = Millrace.commandLine().getUsageMessage();
    String codes = help.substring(help.indexOf("Exit codes:"));
    for (int code : exitCodes()) {
      assertThat(codes).containsPattern("\\b" + code + " [a-z]");
    }
  }

  static List<Integer> exitCodes() throws IllegalAccessException {
    List<Integer> codes = new ArrayList<>();
    for (Field field : ExitCode.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        codes.add(field.getInt(null));
      }
    }
    return codes;
  }

  private static CommandLine deepest(String example) {
    ParseResult parsed = Millrace.commandLine().parseArgs(CommandTree.arguments(example));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed.commandSpec().commandLine();
  }
}

package dev.millrace.cli;

import java.util.List;
import java.util.function.IntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of a list is shown. A list that is cut says so. */
final class ListLimit {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"--max-results", "--limit"},
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit = 1000;

  /**
   * The first of what a search finds.
   *
   * @param search is asked for one more, which tells whether there are more
   */
  <T> List<T> first(IntFunction<List<T>> search) {
    if (limit < 1 || limit == Integer.MAX_VALUE) {
      throw new ParameterException(
          spec.commandLine(), "--max-results is a number from 1 up, not " + limit + ".");
    }
    List<T> found = search.apply(limit + 1);
    if (found.size() <= limit) {
      return found;
    }
    spec.commandLine()
        .getErr()
        .println("These are the first " + limit + "; --max-results N shows more.");
    return found.subList(0, limit);
  }
}

package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Options of verbs that write what the server sends as it is. */
final class PlainOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  MillraceClient connect() {
    return connection.connect();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

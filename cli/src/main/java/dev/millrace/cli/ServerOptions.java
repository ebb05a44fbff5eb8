package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.json.MlflowJson;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every verb that talks to a server. */
final class ServerOptions {

  enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  MillraceClient connect() {
    return MillraceClient.connect(clientOptions());
  }

  /** Which server, and how. */
  ClientOptions clientOptions() {
    return connection.clientOptions();
  }

  /** Where a person is told how far something has come. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Where answers go. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Writes the answer in the form that was asked for. */
  void print(Object json, Table text) {
    print(out(), output, json, text);
  }

  boolean isJson() {
    return output == Output.JSON;
  }

  /** As {@link #print(Object, Table)}, for a verb that needs no server. */
  static void print(PrintWriter out, Output output, Object json, Table text) {
    if (output == Output.TEXT) {
      out.print(text.render());
    } else {
      out.println(json(json));
    }
    out.flush();
  }

  /** As people read it. */
  static String json(Object value) {
    try {
      return MlflowJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a server answered is always JSON.", e);
    }
  }
}

package dev.millrace.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.json.MlflowJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options of every verb that talks to a server. */
class ServerOptions {

  enum Output {
    TEXT,
    JSON;

    /** Reads a name in any case; MLflow's command line calls text a table. */
    static Output of(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "text", "table" -> TEXT;
        case "json" -> JSON;
        default ->
            throw new TypeConversionException("expected text or json but was '" + name + "'");
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final ObjectMapper MAPPER = mapper();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output;

  ServerOptions() {
    this(Output.TEXT);
  }

  ServerOptions(Output output) {
    this.output = output;
  }

  MillraceClient connect() {
    return connection.connect();
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

  /** As {@link #print(Object, Table)}, for what a sentence says. */
  void print(Object json, String sentence) {
    out().println(isJson() ? json(json) : sentence);
    out().flush();
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
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a server answered is always JSON.", e);
    }
  }

  /** The wire's JSON, where a list is there even if it is empty: scripts go through it. */
  private static ObjectMapper mapper() {
    ObjectMapper mapper = MlflowJson.mapper().copy();
    mapper
        .configOverride(List.class)
        .setInclude(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
    return mapper;
  }
}

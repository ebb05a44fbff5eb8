package dev.millrace.cli;

/** Options of verbs whose twin in MLflow's command line answers with JSON. */
final class JsonFirst extends ServerOptions {

  JsonFirst() {
    super(Output.JSON);
  }
}

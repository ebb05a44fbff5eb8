package dev.millrace.client;

/** What is done inside a run. */
@FunctionalInterface
public interface RunBody<X extends Exception> {

  void accept(ActiveRun run) throws X;
}

package dev.millrace.bench.load;

/** One operation as a client does it, made of one request or several; called from many threads. */
@FunctionalInterface
public interface Load {

  /**
   * Does the operation once.
   *
   * @param worker which connection calls, from 0
   * @param sequence how many operations this connection has done before, so that no two calls of a
   *     scenario need send the same data
   * @throws FailedCall when the server did not do what was asked
   */
  void once(int worker, long sequence);
}

package dev.millrace.serving.deployment;

/**
 * A request that was to be {@linkplain Asked#atOnce answered at once} cannot be: nothing was done
 * for it, and nothing counted.
 */
public final class TakesTimeException extends RuntimeException {

  static final TakesTimeException INSTANCE = new TakesTimeException();

  private TakesTimeException() {
    // It says where to go on, once a request: no trace is taken.
    super("takes time", null, false, false);
  }
}

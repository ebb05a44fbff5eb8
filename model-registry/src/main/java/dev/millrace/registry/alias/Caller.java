package dev.millrace.registry.alias;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who asks, as the history writes it down. */
public final class Caller {

  /** Stands for a caller of whom no name is known. */
  public static final String ANONYMOUS = "anonymous";

  private Caller() {}

  /** The name of a caller. */
  public static String nameOf(@Nullable Principal caller) {
    return caller == null || caller.getName() == null || caller.getName().isEmpty()
        ? ANONYMOUS
        : caller.getName();
  }
}

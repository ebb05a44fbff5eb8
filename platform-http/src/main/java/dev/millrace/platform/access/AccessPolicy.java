package dev.millrace.platform.access;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.PublicAccess;
import java.lang.reflect.Method;

/**
 * Decides whether a call may reach a method, whatever protocol it came by. In mode {@code none}
 * every caller is the operator, so a stated policy always lets the call through.
 */
public final class AccessPolicy {

  private AccessPolicy() {}

  /** Whether the method states a policy; without one nobody may call it. */
  public static boolean isStated(Method method) {
    return method.isAnnotationPresent(Access.class)
        || method.isAnnotationPresent(PublicAccess.class);
  }
}

package dev.millrace.core.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The access policy of one resource method. Every JAX-RS method of the server carries either this
 * or {@link PublicAccess}; a request to a method with neither is refused, and the build fails.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Access {

  /** The kind of thing the method touches. */
  Subject on();

  /** What the caller must be allowed to do with it. */
  Permission needs();
}

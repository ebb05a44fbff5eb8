package dev.millrace.serving;

import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * What this server is called by in what it writes: one of this process, so that a restart is
 * another.
 */
@Singleton
public final class ServerId {

  private final UUID value = UUID.randomUUID();

  public UUID value() {
    return value;
  }
}

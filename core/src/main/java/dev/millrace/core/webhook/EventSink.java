package dev.millrace.core.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where features put what webhooks may want to be told of. */
public interface EventSink {

  /**
   * Writes the event down for every active webhook that wants it, in the caller's transaction: it
   * is sent after that commits, and never where it is rolled back. One statement, and no row where
   * no webhook wants the event.
   *
   * @param data what is sent of it; receivers may rely on its fields
   */
  void publish(EventType event, ObjectNode data);
}

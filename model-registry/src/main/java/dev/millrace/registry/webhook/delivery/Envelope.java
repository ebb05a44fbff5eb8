package dev.millrace.registry.webhook.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.WebhookFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the body of a delivery. The same event has the same body at every attempt. */
final class Envelope {

  private static final String TYPE_PREFIX = "dev.millrace.";

  // MLflow: Python's isoformat() of a time in UTC.
  private static final DateTimeFormatter PYTHON_ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

  private Envelope() {}

  static byte[] write(
      WebhookFormat format,
      String source,
      String eventId,
      EventType event,
      long occurredAtMillis,
      String data) {
    try {
      JsonNode content = MlflowJson.mapper().readTree(data);
      ObjectNode body =
          format == WebhookFormat.CLOUDEVENTS
              ? cloudEvent(source, eventId, event, occurredAtMillis)
              : mlflows(event, occurredAtMillis);
      return MlflowJson.mapper().writeValueAsBytes(body.set("data", content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The body of an event could not be written.", e);
    }
  }

  static String contentType(WebhookFormat format) {
    return format == WebhookFormat.CLOUDEVENTS
        ? "application/cloudevents+json; charset=utf-8"
        : "application/json";
  }

  private static ObjectNode mlflows(EventType event, long occurredAtMillis) {
    return MlflowJson.mapper()
        .createObjectNode()
        .put("entity", event.entity())
        .put("action", event.action())
        .put(
            "timestamp",
            PYTHON_ISO.format(Instant.ofEpochMilli(occurredAtMillis).atOffset(ZoneOffset.UTC)));
  }

  /** Source: CloudEvents 1.0, section 3, and its JSON format. */
  private static ObjectNode cloudEvent(
      String source, String eventId, EventType event, long occurredAtMillis) {
    return MlflowJson.mapper()
        .createObjectNode()
        .put("specversion", "1.0")
        .put("id", eventId)
        .put("source", source)
        .put("type", TYPE_PREFIX + event.wireName())
        .put("time", Instant.ofEpochMilli(occurredAtMillis).toString())
        .put("datacontenttype", "application/json");
  }
}

package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;

/** What an error's answer says beside its code and message. */
final class ErrorBody extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient JsonNode body;

  ErrorBody(JsonNode body) {
    super("the server's answer has more to say");
    this.body = body;
  }

  <T> T as(Class<T> type) {
    try {
      return MlflowJson.mapper().treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw new MlflowException(
          ErrorCode.INTERNAL_ERROR, "The server's answer could not be read: " + e.getMessage(), e);
    }
  }
}

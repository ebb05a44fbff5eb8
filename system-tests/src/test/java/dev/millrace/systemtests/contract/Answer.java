package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a server answered: the status and the body, as a text node where it is not JSON.
 *
 * @param failure why there is no answer, or null
 */
record Answer(int status, JsonNode body, String failure) {

  /** Status and error code, such as {@code 400 INVALID_PARAMETER_VALUE}. */
  String summary() {
    JsonNode code = body == null ? null : body.get("error_code");
    return code == null ? Integer.toString(status) : status + " " + code.asText();
  }
}

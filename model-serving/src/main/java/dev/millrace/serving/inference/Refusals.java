package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ShownName;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a request cannot be read; never with a value that was sent. */
final class Refusals {

  private Refusals() {}

  static MlflowException tensor(String name, String what) {
    return MlflowException.invalidParameter("Tensor '" + ShownName.of(name) + "': " + what);
  }

  static MlflowException request(String what) {
    return new MlflowException(ErrorCode.BAD_REQUEST, what);
  }

  static MlflowException notJson(IOException e) {
    JsonLocation location = e instanceof JsonProcessingException json ? json.getLocation() : null;
    return new MlflowException(
        ErrorCode.BAD_REQUEST,
        "The request is not valid JSON: unexpected input" + place(location) + ".",
        e);
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** What a parser has come upon. */
  static String kind(JsonParser json) {
    JsonToken token = json.currentToken();
    return switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      default -> "no value";
    };
  }
}

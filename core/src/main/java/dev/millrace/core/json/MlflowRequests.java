package dev.millrace.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads request records from a JSON body or from a query string, with the same rules and the same
 * errors for both: what a GET can ask, a POST can.
 */
public final class MlflowRequests {

  /** A body is one JSON value and nothing after it. */
  private static final ObjectReader WHOLE_BODY =
      MlflowJson.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private MlflowRequests() {}

  /**
   * Reads a body. An empty body, and null, is an empty object; an object in a string is read as
   * one, as MLflow does for clients of long ago.
   *
   * @throws MlflowException BAD_REQUEST where the body is not a JSON object,
   *     INVALID_PARAMETER_VALUE where a field has the wrong type; the message names the field
   */
  public static <T> T fromBody(InputStream body, Class<T> type) {
    byte[] bytes = readAll(body);
    try {
      if (isBlank(bytes)) {
        return bind(JsonNodeFactory.instance.objectNode(), type);
      }
      T request = WHOLE_BODY.forType(type).readValue(bytes);
      return request == null ? bind(JsonNodeFactory.instance.objectNode(), type) : request;
    } catch (MismatchedInputException | ValueInstantiationException e) {
      JsonNode tree = tree(bytes);
      if (tree.isTextual()) {
        return fromText(tree, e, type);
      }
      throw tree.isObject() ? invalidField(e, tree) : notAnObject(tree, e);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static byte[] readAll(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Built only to explain what is wrong: a good request is bound without a tree. */
  private static JsonNode tree(byte[] bytes) {
    try {
      return WHOLE_BODY.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static <T> T fromText(JsonNode text, JsonMappingException cause, Class<T> type) {
    JsonNode inner;
    try {
      inner = WHOLE_BODY.readTree(text.textValue());
    } catch (JsonProcessingException e) {
      throw notAnObject(text, cause);
    }
    if (!inner.isObject()) {
      throw notAnObject(text, cause);
    }
    return bind(inner, type);
  }

  private static MlflowException notAnObject(JsonNode tree, @Nullable Throwable cause) {
    return new MlflowException(
        ErrorCode.BAD_REQUEST,
        "The request body must be a JSON object, got " + describe(tree) + ".",
        cause);
  }

  private static MlflowException notJson(JsonProcessingException e) {
    return new MlflowException(
        ErrorCode.BAD_REQUEST, "The request body is not valid JSON: " + position(e) + ".", e);
  }

  private static MlflowException unreadable(IOException e) {
    return new MlflowException(ErrorCode.BAD_REQUEST, "The request body could not be read.", e);
  }

  /** Reads a query string; a parameter that is a list in the record may be repeated. */
  public static <T> T fromQuery(Map<String, List<String>> query, Class<T> type) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    Map<String, Class<?>> fields =
        List.of(type.getRecordComponents()).stream()
            .collect(Collectors.toMap(c -> snakeCase(c.getName()), RecordComponent::getType));
    query.forEach(
        (name, values) -> {
          Class<?> field = fields.get(name);
          if (field != null && Collection.class.isAssignableFrom(field)) {
            ArrayNode array = tree.putArray(name);
            values.forEach(array::add);
          } else if (!values.isEmpty()) {
            // MLflow: of a parameter that comes twice the first counts.
            tree.put(name, values.get(0));
          }
        });
    return bind(tree, type);
  }

  private static <T> T bind(JsonNode tree, Class<T> type) {
    try {
      return MlflowJson.mapper().treeToValue(tree, type);
    } catch (MismatchedInputException | ValueInstantiationException e) {
      throw invalidField(e, tree);
    } catch (JsonProcessingException e) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST, "The request could not be read: " + position(e) + ".", e);
    }
  }

  private static MlflowException invalidField(JsonMappingException e, JsonNode tree) {
    List<JsonMappingException.Reference> place = e.getPath();
    if (isTextInList(e)) {
      // MLflow: one entry that is no text spoils the whole list.
      place = place.subList(0, 1);
    }
    String path = path(place);
    JsonNode value = valueAt(place, tree);
    return new MlflowException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "Invalid value "
            + (isSecret(place, value) ? "…" : shorten(value.toString()))
            + " for parameter '"
            + path
            + "' supplied:  Hint: Value was of type '"
            + describe(value)
            + "'. See the API docs for more information about request parameters.",
        e);
  }

  /** What is wrong with a secret is told without it. */
  private static boolean isSecret(List<JsonMappingException.Reference> place, JsonNode value) {
    return value.isTextual()
        && !place.isEmpty()
        && "secret".equals(place.get(place.size() - 1).getFieldName());
  }

  private static boolean isTextInList(JsonMappingException e) {
    return e instanceof MismatchedInputException mismatch
        && String.class.equals(mismatch.getTargetType())
        && e.getPath().size() == 2
        && e.getPath().get(1).getFieldName() == null;
  }

  private static String path(List<JsonMappingException.Reference> place) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference ref : place) {
      if (ref.getFieldName() == null) {
        path.append('[').append(ref.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(ref.getFieldName());
      }
    }
    return path.toString();
  }

  private static JsonNode valueAt(List<JsonMappingException.Reference> place, JsonNode tree) {
    JsonNode node = tree;
    for (JsonMappingException.Reference ref : place) {
      node = ref.getFieldName() == null ? node.path(ref.getIndex()) : node.path(ref.getFieldName());
    }
    return node;
  }

  // MLflow: names the Python type of the value.
  private static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "str";
      case NUMBER -> value.isIntegralNumber() ? "int" : "float";
      case BOOLEAN -> "bool";
      case ARRAY -> "list";
      case OBJECT -> "dict";
      default -> "NoneType";
    };
  }

  private static String shorten(String value) {
    return value.length() <= 200 ? value : value.substring(0, 200) + "…";
  }

  private static String position(JsonProcessingException e) {
    return e.getLocation() == null
        ? "unexpected input"
        : "unexpected input at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr();
  }

  private static String snakeCase(String name) {
    StringBuilder out = new StringBuilder(name.length() + 4);
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        out.append('_').append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}

package dev.millrace.core.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page of a keyset-ordered answer begins: after the row whose order keys these are.
 * A token names a row and not an offset, so rows that are inserted or deleted meanwhile neither
 * repeat nor skip others. Clients treat it as opaque.
 *
 * @param keys the last row's value of each order key: Long, Double or String
 */
public record PageToken(List<Object> keys) {

  public PageToken {
    keys = List.copyOf(keys);
  }

  /**
   * Writes the token.
   *
   * @param scope what the answer is ordered by; a token is only good for the scope it was made for
   */
  public String encode(String scope) {
    ArrayNode array = MlflowJson.mapper().createArrayNode().add(fingerprint(scope));
    for (Object key : keys) {
      if (key instanceof Long number) {
        array.add(number);
      } else if (key instanceof Double number) {
        array.add(Double.toString(number)).add("d");
      } else {
        array.add(key.toString()).add("s");
      }
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(array.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token that {@link #encode} made for the same scope.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE for anything else
   */
  public static PageToken decode(String token, String scope) {
    JsonNode array;
    try {
      array = MlflowJson.mapper().readTree(Base64.getUrlDecoder().decode(token));
    } catch (IllegalArgumentException e) {
      // MLflow: these words, whatever the encoding.
      throw MlflowException.invalidParameter("Invalid page token, could not base64-decode");
    } catch (JsonProcessingException e) {
      throw MlflowException.invalidParameter("Invalid page token, parsed value=" + token);
    } catch (IOException e) {
      throw MlflowException.invalidParameter("Invalid page token, could not be read");
    }
    if (!array.isArray() || !array.path(0).isInt()) {
      throw MlflowException.invalidParameter("Invalid page token, parsed value=" + token);
    }
    if (array.path(0).intValue() != fingerprint(scope)) {
      throw MlflowException.invalidParameter(
          "Invalid page token: it was made for a search with another order_by");
    }
    return new PageToken(keysOf(array));
  }

  private static List<Object> keysOf(JsonNode array) {
    List<Object> keys = new ArrayList<>();
    for (int i = 1; i < array.size(); i++) {
      JsonNode key = array.get(i);
      if (key.isIntegralNumber()) {
        keys.add(key.longValue());
      } else {
        boolean number = array.path(++i).asText().equals("d");
        keys.add(number ? (Object) parseDouble(key.asText()) : checkedText(key.asText()));
      }
    }
    return keys;
  }

  /** PostgreSQL keeps no NUL, so no row has a key with one. */
  private static String checkedText(String text) {
    if (text.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter("Invalid page token, could not be read");
    }
    return text;
  }

  private static Double parseDouble(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw MlflowException.invalidParameter("Invalid page token, could not be read");
    }
  }

  private static int fingerprint(String scope) {
    return scope.hashCode();
  }
}

package dev.millrace.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;

/** JSON that stores keep in the database: what was written by us, and so can be read. */
public final class StoredJson {

  private StoredJson() {}

  public static String write(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A value could not be written as JSON.", e);
    }
  }

  public static <T> T read(String json, TypeReference<T> type) {
    try {
      return MlflowJson.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored JSON could not be read.", e);
    }
  }
}

package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.ELEMENT_BYTES;
import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads models that were saved as JSON. */
final class JsonReader {

  /** XGBoost writes {@code NaN} and {@code Infinity} where a float is that. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // Names come from the file, and a table of them would live as long as the server.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private final MemoryBudget budget;

  private JsonReader(JsonParser parser, MemoryBudget budget) {
    this.parser = parser;
    this.budget = budget;
  }

  static Object read(Path file, MemoryBudget budget) throws IOException {
    try (JsonParser parser = FACTORY.createParser(file.toFile())) {
      JsonReader reader = new JsonReader(parser, budget);
      reader.next();
      Object root = reader.value("", 0);
      if (parser.nextToken() != null) {
        throw damaged("something follows its end", null);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw damaged("it is not valid JSON", e);
    }
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw damaged("it ends too early", null);
    }
    return token;
  }

  private Object value(String name, int depth) throws IOException {
    ModelDocument.requireDepth(depth);
    budget.take(ELEMENT_BYTES);
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> list(name, depth);
      case VALUE_STRING -> {
        budget.take(2L * parser.getTextLength());
        yield parser.getText();
      }
      case VALUE_NULL -> "";
      case VALUE_TRUE, VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      default -> throw damaged("a value is missing", null);
    };
  }

  private Map<String, Object> object(int depth) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      budget.take(2L * name.length());
      next();
      if (ModelDocument.isUnused(name)) {
        parser.skipChildren();
      } else {
        fields.put(name, value(name, depth + 1));
      }
    }
    return fields;
  }

  private Object list(String name, int depth) throws IOException {
    if (next() == JsonToken.END_ARRAY) {
      return List.of();
    }
    if (isNumber(parser.currentToken())) {
      Numbers numbers = new Numbers(budget);
      do {
        if (!isNumber(parser.currentToken())) {
          throw damaged("the list " + name + " holds more than numbers", null);
        }
        numbers.add(number());
      } while (next() != JsonToken.END_ARRAY);
      return numbers.toArray();
    }
    List<Object> values = new ArrayList<>();
    do {
      long taken = budget.taken();
      values.add(ModelDocument.kept(name, value(name, depth + 1), taken, budget));
    } while (next() != JsonToken.END_ARRAY);
    return values;
  }

  private static boolean isNumber(JsonToken token) {
    return token.isNumeric() || token.isBoolean();
  }

  private double number() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      // By way of a double a float could be rounded twice.
      case VALUE_NUMBER_FLOAT -> Float.parseFloat(parser.getText());
      default -> parser.getDoubleValue();
    };
  }
}

package dev.millrace.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.json.MlflowJson;
import io.quarkus.arc.All;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the wire's JSON rules the server's. */
final class JsonConfiguration {

  @Singleton
  @Produces
  ObjectMapper objectMapper(@All List<ObjectMapperCustomizer> customizers) {
    return MlflowJson.mapper();
  }
}

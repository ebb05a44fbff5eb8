package dev.millrace.platform.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Says of the types of answers which properties are always there: the components of their records
 * that are not nullable. Lists are not among them, as empty ones are left out. Of a type that is
 * sent too nothing is said: what a request may leave out is for the rules of the request to say.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class RequiredProperties implements OASFilter {

  private static final String REFERENCE = "#/components/schemas/";
  private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
  private static final DotName LIST = DotName.createSimple(List.class);
  private static final List<DotName> LEAVE_OUT =
      List.of(DotName.createSimple(JsonInclude.class), DotName.createSimple(JsonIgnore.class));

  private final Map<String, List<ClassInfo>> records;

  /** Made by Quarkus when it builds the server. */
  public RequiredProperties(IndexView index) {
    records =
        index.getKnownClasses().stream()
            .filter(ClassInfo::isRecord)
            .collect(Collectors.groupingBy(ClassInfo::simpleName));
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Map<String, Schema> schemas = api.getComponents().getSchemas();
    Set<String> answered = new HashSet<>();
    Set<String> sent = new HashSet<>();
    operations(api)
        .forEach(
            operation -> {
              schemas(answers(operation)).forEach(schema -> reach(schema, schemas, answered));
              schemas(bodies(operation)).forEach(schema -> reach(schema, schemas, sent));
            });
    answered.removeAll(sent);
    schemas.forEach(
        (name, schema) -> {
          if (answered.contains(name)) {
            Set<String> always = alwaysThere(name, properties(schema).keySet());
            schema.setRequired(always.isEmpty() ? null : List.copyOf(always));
          }
        });
  }

  /**
   * What every record of that name and of these components has. Types of one name are told apart by
   * numbers behind it, which do not tell which is which.
   */
  private Set<String> alwaysThere(String schemaName, Set<String> properties) {
    Set<String> names = new TreeSet<>(List.of(schemaName, schemaName.replaceFirst("\\d+$", "")));
    return names.stream()
        .flatMap(name -> records.getOrDefault(name, List.of()).stream())
        .map(RequiredProperties::components)
        .filter(components -> components.keySet().equals(properties))
        .map(RequiredProperties::keptAlways)
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .orElseGet(TreeSet::new);
  }

  /** The components of a record by their names on the wire; whether each is always written. */
  private static Map<String, Boolean> components(ClassInfo type) {
    Map<String, Boolean> components = new LinkedHashMap<>();
    for (RecordComponentInfo component : type.recordComponents()) {
      FieldInfo field = type.field(component.name());
      components.put(
          PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.name()),
          !field.type().hasAnnotation(NULLABLE)
              && !field.type().name().equals(LIST)
              && LEAVE_OUT.stream()
                  .noneMatch(it -> field.hasAnnotation(it) || type.hasDeclaredAnnotation(it)));
    }
    return components;
  }

  private static Set<String> keptAlways(Map<String, Boolean> components) {
    return components.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Operation> operations(OpenAPI api) {
    return api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream());
  }

  private static Stream<@Nullable Content> answers(Operation operation) {
    return operation.getResponses() == null
        ? Stream.of()
        : operation.getResponses().getAPIResponses().values().stream().map(APIResponse::getContent);
  }

  private static Stream<@Nullable Content> bodies(Operation operation) {
    return Stream.ofNullable(operation.getRequestBody()).map(RequestBody::getContent);
  }

  private static Stream<Schema> schemas(Stream<@Nullable Content> contents) {
    return contents
        .filter(Objects::nonNull)
        .flatMap(content -> content.getMediaTypes().values().stream())
        .map(MediaType::getSchema)
        .filter(Objects::nonNull);
  }

  /** Adds the names of all types that a type is made of. */
  private static void reach(Schema schema, Map<String, Schema> named, Set<String> reached) {
    String reference = schema.getRef();
    if (reference != null) {
      String name = reference.substring(reference.startsWith(REFERENCE) ? REFERENCE.length() : 0);
      Schema meant = named.get(name);
      if (meant != null && reached.add(name)) {
        reach(meant, named, reached);
      }
      return;
    }
    parts(schema).forEach(part -> reach(part, named, reached));
  }

  private static Stream<Schema> parts(Schema schema) {
    Stream<@Nullable Collection<Schema>> several =
        Stream.of(
            properties(schema).values(), schema.getAllOf(), schema.getAnyOf(), schema.getOneOf());
    return Stream.concat(
        several.filter(Objects::nonNull).flatMap(Collection::stream),
        Stream.of(schema.getItems(), schema.getAdditionalPropertiesSchema())
            .filter(Objects::nonNull));
  }

  private static Map<String, Schema> properties(Schema schema) {
    return schema.getProperties() == null ? Map.of() : schema.getProperties();
  }
}

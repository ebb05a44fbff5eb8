package dev.millrace.core.lineage;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Require;
import java.util.regex.Pattern;

/**
 * Names a node: {@code dataset:<digest>}, {@code run:<id>}, {@code model:<id>}, {@code
 * version:<name>/<number>}, {@code alias:<name>@<alias>}, {@code endpoint:<name>}.
 */
public record NodeId(NodeKind kind, String id) {

  private static final Pattern VERSION = Pattern.compile("[^/]+/[1-9][0-9]{0,8}");
  private static final Pattern ALIAS = Pattern.compile(".+@[^@]+", Pattern.DOTALL);

  public static NodeId dataset(String digest) {
    return new NodeId(NodeKind.DATASET, digest);
  }

  public static NodeId run(String runId) {
    return new NodeId(NodeKind.RUN, runId);
  }

  public static NodeId model(String modelId) {
    return new NodeId(NodeKind.MODEL, modelId);
  }

  public static NodeId version(String name, int version) {
    return new NodeId(NodeKind.VERSION, name + "/" + version);
  }

  public static NodeId alias(String name, String alias) {
    return new NodeId(NodeKind.ALIAS, name + "@" + alias);
  }

  public static NodeId endpoint(String name) {
    return new NodeId(NodeKind.ENDPOINT, name);
  }

  /**
   * Reads a name as {@link #toString} writes it.
   *
   * @param field wire name of the field it came in
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none
   */
  public static NodeId parse(String text, String field) {
    int colon = text.indexOf(':');
    String id = text.substring(colon + 1);
    NodeKind kind;
    try {
      kind = NodeKind.fromWire(text.substring(0, Math.max(colon, 0)));
    } catch (IllegalArgumentException e) {
      throw invalid(text, field);
    }
    boolean sound =
        switch (kind) {
          case VERSION -> VERSION.matcher(id).matches();
          case ALIAS -> ALIAS.matcher(id).matches();
          default -> true;
        };
    if (id.isEmpty() || id.indexOf('\0') >= 0 || !sound) {
      throw invalid(text, field);
    }
    return new NodeId(kind, id);
  }

  /** Of a version or an alias: the registered model. */
  public String modelName() {
    return id.substring(0, id.lastIndexOf(kind == NodeKind.VERSION ? '/' : '@'));
  }

  /** Of a version its number, of an alias the alias. */
  public String nameInModel() {
    return id.substring(id.lastIndexOf(kind == NodeKind.VERSION ? '/' : '@') + 1);
  }

  @Override
  public String toString() {
    return kind.wireName() + ":" + id;
  }

  private static MlflowException invalid(String text, String field) {
    return Require.invalidValueBare(
        field,
        "'" + text.replace('\0', '?') + "'",
        "A node is dataset:<digest>, run:<id>, model:<logged model id>, version:<name>/<number>,"
            + " alias:<name>@<alias> or endpoint:<name>.");
  }
}

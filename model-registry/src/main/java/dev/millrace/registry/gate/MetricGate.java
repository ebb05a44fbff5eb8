package dev.millrace.registry.gate;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.MetricRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition in CEL over {@code candidate} and {@code champion}. Both have {@code version}, {@code
 * metrics} (last values), {@code min}, {@code max}, {@code params} and {@code tags}.
 */
@ApplicationScoped
class MetricGate implements Gate {

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxParseRecursionDepth(50)
          .comprehensionMaxIterations(10_000)
          .build();
  private static final CelType NUMBERS = MapType.create(SimpleType.STRING, SimpleType.DOUBLE);
  private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

  /** What an expression names, such as {@code champion.max.f1} or {@code champion.tags["a b"]}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(candidate|champion)\\.(metrics|min|max|params|tags)"
              + "(?:\\.([A-Za-z_]\\w*)|\\[(?:\"([^\"]+)\"|'([^']+)')\\])");

  private static final Pattern CHAMPION = Pattern.compile("\\bchampion\\.");

  private final CelCompiler compiler = compiler();
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  @Override
  public String type() {
    return "metric";
  }

  @Override
  public void check(GateSpec spec) {
    compiled(expression(spec));
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    String expression = expression(spec);
    VersionFacts champion = context.champion();
    if (champion == null && CHAMPION.matcher(expression).find()) {
      return withoutChampion(spec, expression);
    }
    Map<String, Object> variables = new HashMap<>();
    addVariables(variables, "candidate", context.candidate());
    if (champion != null) {
      addVariables(variables, "champion", champion);
    }
    Map<String, Object> evidence = evidence(expression, variables);
    try {
      boolean holds =
          Boolean.TRUE.equals(runtime.createProgram(compiled(expression)).eval(variables));
      String values = evidence.isEmpty() ? "" : " " + evidence;
      return holds
          ? Results.pass(spec, expression + " holds" + values, evidence)
          : Results.fail(spec, expression + " does not hold" + values, evidence);
    } catch (CelEvaluationException e) {
      throw new GateException(
          expression
              + ": "
              + String.valueOf(e.getMessage()).replaceFirst("^evaluation error[^:]*:\\d+: ", ""),
          e);
    }
  }

  private static GateResult withoutChampion(GateSpec spec, String expression) throws GateException {
    String rule =
        spec.text("without_champion")
            .orElseThrow(
                () ->
                    new GateException(
                        expression
                            + ": the alias points nowhere, so there is nothing to compare with."
                            + " Say 'without_champion: pass' or 'fail' in the policy"));
    String message = "there is nothing to compare with, which the policy lets " + rule;
    return rule.equals("pass")
        ? Results.pass(spec, message, Map.of())
        : Results.fail(spec, message, Map.of());
  }

  private CelAbstractSyntaxTree compiled(String expression) {
    try {
      return compiler.compile(expression).getAst();
    } catch (CelValidationException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "The expression '" + expression + "' does not compile: " + e.getMessage(),
          e);
    }
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    for (String version : List.of("candidate", "champion")) {
      builder.addVar(version + ".version", SimpleType.INT);
      List.of("metrics", "min", "max").forEach(of -> builder.addVar(version + "." + of, NUMBERS));
      List.of("params", "tags").forEach(of -> builder.addVar(version + "." + of, TEXTS));
    }
    return builder.build();
  }

  private static void addVariables(Map<String, Object> variables, String name, VersionFacts facts)
      throws GateException {
    Map<String, String> params = new TreeMap<>();
    if (facts.version().runId() != null) {
      facts
          .requireRecord()
          .params()
          .forEach(param -> params.put(String.valueOf(param.key()), String.valueOf(param.value())));
    }
    variables.put(name + ".version", Long.parseLong(facts.version().version()));
    variables.put(name + ".metrics", values(facts.metrics(), MetricRange::last));
    variables.put(name + ".min", values(facts.metrics(), MetricRange::min));
    variables.put(name + ".max", values(facts.metrics(), MetricRange::max));
    variables.put(name + ".params", params);
    variables.put(name + ".tags", facts.tags());
  }

  private static Map<String, Double> values(
      Map<String, MetricRange> metrics, Function<MetricRange, @Nullable Double> which) {
    Map<String, Double> values = new HashMap<>();
    metrics.forEach(
        (key, range) -> {
          Double value = which.apply(range);
          if (value != null) {
            values.put(key, value);
          }
        });
    return values;
  }

  /** The values of what the expression names. */
  private static Map<String, Object> evidence(String expression, Map<String, Object> variables) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    Matcher named = NAMED.matcher(expression);
    while (named.find()) {
      String variable = named.group(1) + "." + named.group(2);
      String key =
          named.group(3) != null
              ? named.group(3)
              : named.group(4) != null ? named.group(4) : named.group(5);
      Object value = variables.get(variable) instanceof Map<?, ?> map ? map.get(key) : null;
      if (value != null) {
        evidence.put(
            variable + "." + key,
            value instanceof Double number && !Double.isFinite(number) ? value.toString() : value);
      }
    }
    return evidence;
  }

  private static String expression(GateSpec spec) {
    return spec.text("expression").orElse("");
  }
}

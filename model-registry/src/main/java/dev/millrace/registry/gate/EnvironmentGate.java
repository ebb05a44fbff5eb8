package dev.millrace.registry.gate;

import dev.millrace.core.registry.GateResult;
import dev.millrace.core.serving.ModelTrial;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model says exactly which packages it needs, and a runtime of this server loads it. Where the
 * policy says so, the model must not have been made with a newer release of that runtime: formats
 * such as ONNX tell by themselves whether they can be read, so that is no fault by itself. A model
 * without {@code requirements.txt}, such as one of Java, has no packages to name.
 */
@ApplicationScoped
class EnvironmentGate implements Gate {

  private static final String REQUIREMENTS = "requirements.txt";
  private static final Pattern EXACT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(\\[[^\\]]*\\])?\\s*===?\\s*[^*\\s,;]+.*");

  /** Name and release of a package: what follows the minor number breaks nobody. */
  private static final Pattern RELEASE =
      Pattern.compile("([A-Za-z0-9._-]+)[^=]*===?\\s*(\\d+)\\.(\\d+).*");

  private final ModelTrial trial;

  EnvironmentGate(ModelTrial trial) {
    this.trial = trial;
  }

  @Override
  public String type() {
    return "environment";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    List<String> faults = new ArrayList<>();
    Map<String, Object> evidence = new LinkedHashMap<>();
    Optional<byte[]> requirements = context.candidate().findFile(REQUIREMENTS);
    List<String> packages = new ArrayList<>();
    if (requirements.isPresent()) {
      for (String line : new String(requirements.get(), StandardCharsets.UTF_8).split("\\R")) {
        String wanted = line.replaceFirst("(^|\\s)#.*", "").strip();
        if (!wanted.isEmpty() && !wanted.startsWith("-")) {
          packages.add(wanted);
          if (!EXACT.matcher(wanted).matches()) {
            faults.add("'" + wanted + "' names no exact version");
          }
        }
      }
    }
    evidence.put("packages", packages.size());
    ModelTrial.Report report = context.candidate().requireLoaded(trial);
    ModelTrial.Engine engine = report.engine();
    evidence.put("runtime", report.flavor());
    evidence.put("engine", engine.name() + " " + engine.version());
    for (String wanted : packages) {
      if (isNewer(wanted, engine)) {
        evidence.put("newer_than_engine", wanted);
        if (spec.text("newer_than_engine").equals(Optional.of("fail"))) {
          faults.add(
              "'%s' is newer than the %s %s that serves"
                  .formatted(wanted, engine.name(), engine.version()));
        }
      }
    }
    return Results.ofFaults(
        spec,
        faults,
        "%d packages, loaded by %s %s".formatted(packages.size(), engine.name(), engine.version()),
        evidence);
  }

  /** Whether a requirement is for a later minor release of the engine. */
  private static boolean isNewer(String requirement, ModelTrial.Engine engine) {
    Matcher wanted = RELEASE.matcher(requirement);
    Matcher present = RELEASE.matcher(engine.name() + "==" + engine.version());
    if (!wanted.matches() || !present.matches() || !wanted.group(1).equals(present.group(1))) {
      return false;
    }
    int major = Integer.compare(number(wanted, 2), number(present, 2));
    return major > 0 || (major == 0 && number(wanted, 3) > number(present, 3));
  }

  private static int number(Matcher release, int group) {
    String digits = release.group(group);
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}

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
import java.util.regex.Pattern;

/**
 * The model says exactly which packages it needs, and a runtime of this server loads it. A model
 * without {@code requirements.txt}, such as one of Java, has none to name.
 */
@ApplicationScoped
class EnvironmentGate implements Gate {

  private static final String REQUIREMENTS = "requirements.txt";
  private static final Pattern EXACT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(\\[[^\\]]*\\])?\\s*===?\\s*[^*\\s,;]+.*");

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
    int packages = 0;
    if (requirements.isPresent()) {
      for (String line : new String(requirements.get(), StandardCharsets.UTF_8).split("\\R")) {
        String wanted = line.replaceFirst("(^|\\s)#.*", "").strip();
        if (!wanted.isEmpty() && !wanted.startsWith("-")) {
          packages++;
          if (!EXACT.matcher(wanted).matches()) {
            faults.add("'" + wanted + "' names no exact version");
          }
        }
      }
    }
    evidence.put("packages", packages);
    ModelTrial.Report report = context.candidate().requireLoaded(trial);
    evidence.put("runtime", report.flavor());
    return Results.ofFaults(
        spec, faults, "%d packages, loaded by %s".formatted(packages, report.flavor()), evidence);
  }
}

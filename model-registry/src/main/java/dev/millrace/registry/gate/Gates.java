package dev.millrace.registry.gate;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** All kinds of gates. */
@ApplicationScoped
public class Gates {

  private static final Logger LOG = Logger.getLogger(Gates.class);

  private final Map<String, Gate> byType;

  Gates(@All List<Gate> gates) {
    this.byType = gates.stream().collect(Collectors.toMap(Gate::type, Function.identity()));
  }

  /**
   * Refuses settings that no evaluation could use.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE with the reason
   */
  public void check(GateSpec spec) {
    require(spec).check(spec);
  }

  /** Asks one gate; not within a transaction. It never throws: what cannot be known is an error. */
  public GateResult evaluate(GateSpec spec, GateContext context) {
    try {
      return require(spec).evaluate(spec, context);
    } catch (GateException e) {
      return error(spec, String.valueOf(e.getMessage()));
    } catch (MlflowException e) {
      return error(spec, e.text());
    } catch (RuntimeException e) {
      LOG.errorf(e, "gate %s of type %s", spec.name(), spec.type());
      return error(spec, "The gate could not be asked; the server's log has the cause.");
    }
  }

  private Gate require(GateSpec spec) {
    Gate gate = byType.get(spec.type());
    if (gate == null) {
      throw MlflowException.invalidParameter("There is no gate of type '" + spec.type() + "'.");
    }
    return gate;
  }

  private static GateResult error(GateSpec spec, String message) {
    return Results.of(spec, GateStatus.ERROR, message, Map.of());
  }
}

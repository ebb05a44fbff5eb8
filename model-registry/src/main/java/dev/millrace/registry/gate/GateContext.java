package dev.millrace.registry.gate;

import dev.millrace.core.registry.PromotionRequest.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What gates may look at.
 *
 * @param alias which the candidate is to hold
 * @param champion the version that the alias points at, or null where it points nowhere
 * @param requester who asked for the promotion
 * @param reports what people and checks have answered, in the order they came
 */
public record GateContext(
    VersionFacts candidate,
    String alias,
    @Nullable VersionFacts champion,
    String requester,
    List<Report> reports) {

  VersionFacts requireChampion() throws GateException {
    if (champion == null) {
      throw new GateException("The alias points nowhere: there is nothing to compare with.");
    }
    return champion;
  }
}

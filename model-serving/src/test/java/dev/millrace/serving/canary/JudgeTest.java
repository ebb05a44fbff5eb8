package dev.millrace.serving.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.core.serving.CanaryPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {

  @Test
  void errorsOfCallersHitBothVersionsAndCountForNeither() {
    Tally from = new Tally();
    Tally to = new Tally();
    for (int i = 0; i < 1_000; i++) {
      from.answered(1_000, i % 10 == 0 ? "BAD_REQUEST" : null);
      to.answered(1_000, i % 10 == 0 ? "BAD_REQUEST" : null);
    }
    Judge judge = new Judge(plan(0.01, null, null, null));
    assertThat(judge.fault(to.totals(), from.totals())).isNull();
    for (int i = 0; i < 20; i++) {
      to.answered(1_000, "INTERNAL_ERROR");
    }
    assertThat(judge.fault(to.totals(), from.totals()))
        .isEqualTo(
            "It answered 120 of 1020 requests with errors (11.76 %), which is more than 11.00 %.");
  }

  @Test
  void theP99IsThatOfAllServersWithinNinePercent() {
    Tally one = new Tally();
    Tally other = new Tally();
    for (int i = 1; i <= 500; i++) {
      one.answered(i * 2_000_000L, null);
      other.answered(i * 2_000_000L - 1_000_000L, null);
    }
    Totals both = Totals.sum(List.of(one.totals(), other.totals()));
    assertThat(both.measured().p99Millis()).isBetween(990.0, 990 * 1.1);
    assertThat(new Tally().totals().measured().p99Millis()).isNull();
    Judge judge = new Judge(plan(1, null, 1.5, null));
    assertThat(judge.fault(both, both)).isNull();
    Tally fast = new Tally();
    fast.answered(600_000_000L, null);
    assertThat(judge.fault(both, fast.totals())).contains("more than 1.50 times the");
    assertThat(judge.fault(both, new Tally().totals())).as("nothing to compare with").isNull();
  }

  @Test
  void aShiftIsOfTheMeansInStandardDeviations() {
    Tally from = new Tally();
    Tally to = new Tally();
    for (int i = 0; i < 1_000; i++) {
      from.predicted(new double[] {i % 2});
      to.predicted(new double[] {i % 2 + 0.25});
    }
    assertThat(Scores.shift(to.totals().scores(), from.totals().scores()))
        .isCloseTo(0.5, within(1e-9));
    assertThat(Scores.shift(from.totals().scores(), from.totals().scores())).isZero();
    assertThat(Scores.shift(new Scores(), from.totals().scores())).isNull();
  }

  @Test
  void theOutputThatShiftsMostCounts() {
    Tally from = new Tally();
    Tally to = new Tally();
    for (int i = 0; i < 1_000; i++) {
      double p = (i % 100) / 100.0;
      from.predicted(Map.of("probabilities", List.of(List.of(p, 1 - p), List.of(p, 1 - p))));
      to.predicted(Map.of("probabilities", List.of(List.of(p, 1 - p), List.of(p, 2 - p))));
    }
    assertThat(Scores.shift(to.totals().scores(), from.totals().scores())).isGreaterThan(1.0);
  }

  @Test
  void labelsAreComparedByHowOftenTheyCome() {
    Tally from = new Tally();
    Tally same = new Tally();
    Tally other = new Tally();
    for (int i = 0; i < 1_000; i++) {
      from.predicted(List.of(i % 2 == 0 ? "yes" : "no"));
      same.predicted(List.of(i % 2 == 1 ? "yes" : "no"));
      other.predicted(List.of(i % 10 == 0 ? "yes" : "no"));
    }
    assertThat(Scores.shift(same.totals().scores(), from.totals().scores()))
        .isCloseTo(0, within(1e-9));
    assertThat(Scores.shift(other.totals().scores(), from.totals().scores()))
        .isCloseTo(0.97, within(0.01));
    Tally always = new Tally();
    Tally never = new Tally();
    for (int i = 0; i < 10; i++) {
      always.predicted(List.of("yes"));
      never.predicted(List.of("no"));
    }
    assertThat(Scores.shift(always.totals().scores(), never.totals().scores())).isInfinite();
  }

  private static CanaryPlan plan(double errors, Double p99, Double ratio, Double shift) {
    return new CanaryPlan(List.of(100.0), 0, 1, errors, p99, ratio, shift);
  }
}

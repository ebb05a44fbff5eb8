package dev.millrace.core.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Numbers are those of the reader of everything, to the last bit, and nothing else is a number. */
class PlainJsonPropertyTest {

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> digits =
        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(24).map(this::withoutZeros);
    Arbitrary<String> fraction =
        Arbitraries.strings()
            .numeric()
            .ofMaxLength(20)
            .map(text -> text.isEmpty() ? "" : "." + text);
    Arbitrary<String> exponent =
        Arbitraries.integers()
            .between(-330, 310)
            .flatMap(
                power -> Arbitraries.of("", "", "e" + power, "E" + power, "e+" + Math.abs(power)));
    Arbitrary<String> written =
        Combinators.combine(Arbitraries.of("", "-"), digits, fraction, exponent)
            .as((sign, whole, part, power) -> sign + whole + part + power);
    return Arbitraries.oneOf(
        written,
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.longs().map(String::valueOf));
  }

  private String withoutZeros(String digits) {
    String stripped = digits.replaceFirst("^0+", "");
    return stripped.isEmpty() ? "0" : stripped;
  }

  @Property(tries = 5_000)
  void numberIsTheOneThatTheTreeHas(@ForAll("numbers") String text) throws JsonProcessingException {
    PlainJson json = new PlainJson((" " + text + " ").getBytes(StandardCharsets.UTF_8));
    JsonNode expected = MlflowJson.mapper().readTree(text);
    assertThat(json.takesNumber()).isTrue();
    assertThat(Double.doubleToRawLongBits(json.number()))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(expected.doubleValue()));
    assertThat(json.isInteger()).isEqualTo(expected.isIntegralNumber());
    assertThat(json.ends()).isTrue();
  }

  @Example
  void theEdgesAreExact() throws JsonProcessingException {
    for (String text :
        List.of(
            "0",
            "-0",
            "-0.0",
            "-0e0",
            "9007199254740993",
            "9007199254740992.5",
            "1e22",
            "1e23",
            "1e-22",
            "4.9e-324",
            "2.4703282292062327e-324",
            "1.7976931348623157e308",
            "0.000000000000000000000000000001",
            "999999999999999999",
            "9223372036854775807",
            "9223372036854775808")) {
      numberIsTheOneThatTheTreeHas(text);
    }
  }

  @Example
  void whatIsNoNumberIsNotTaken() {
    for (String text :
        List.of(
            "",
            "-",
            "+1",
            ".5",
            "1.",
            "1.e3",
            "01",
            "-01",
            "1e",
            "1e+",
            "NaN",
            "\"1\"",
            "1".repeat(65))) {
      assertThat(new PlainJson(text.getBytes(StandardCharsets.UTF_8)).takesNumber())
          .as(text)
          .isFalse();
    }
  }

  @Example
  void namesAreTakenWholeAndWithoutEscapes() {
    byte[] json = " \"ab\" : [".getBytes(StandardCharsets.UTF_8);
    assertThat(new PlainJson(json).takes("a")).isFalse();
    assertThat(new PlainJson(json).takes("abc")).isFalse();
    PlainJson names = new PlainJson(json);
    assertThat(names.takes("ab") && names.takes(':') && names.takes('[') && names.ends()).isTrue();
    assertThat(new PlainJson("\"a".getBytes(StandardCharsets.UTF_8)).takes("a")).isFalse();
    assertThat(new PlainJson("\"é\"".getBytes(StandardCharsets.UTF_8)).takes("é")).isFalse();
    assertThat(new PlainJson("\"\\n\"".getBytes(StandardCharsets.UTF_8)).takes("\\n")).isFalse();
  }
}

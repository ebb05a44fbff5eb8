package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTextTest {

  private final NumberText number = new NumberText();

  private void assertReadLikeTheJdk(String text) {
    boolean expected = text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    assertThat(number.read(("<" + text + ">").toCharArray(), 1, text.length()))
        .as(text)
        .isEqualTo(expected);
    if (expected) {
      assertThat(number.value()).as(text).isEqualTo(Double.parseDouble(text));
      assertThat(number.isWhole()).as(text).isEqualTo(text.matches("[+-]?\\d{1,18}"));
    }
  }

  @Test
  void numbersAreReadToTheLastBit() {
    for (String text :
        List.of(
            "0",
            "-0",
            "+1",
            ".5",
            "5.",
            "1e5",
            "1E+05",
            "-1.5e-3",
            "0.1",
            "123456789012345678",
            "1234567890123456789",
            "0000000000000000000001",
            "9007199254740993",
            "1e22",
            "1e23",
            "4.9e-324",
            "1e-400",
            "1.7976931348623157e308",
            "1e99999999999",
            "-1e999",
            "0.30000000000000004",
            "+1234567890123456789012",
            "8.5070591730234616e37")) {
      assertReadLikeTheJdk(text);
    }
  }

  @Test
  void otherTextsAreNoNumbers() {
    for (String text :
        List.of(
            "",
            "-",
            "+",
            ".",
            "e5",
            "1e",
            "1e+",
            "1.2.3",
            "1,5",
            "0x10",
            "1d",
            "1f",
            "NaN",
            "Infinity",
            " 1",
            "1 ",
            "--1",
            "1e5.0",
            "１",
            "1_000")) {
      assertReadLikeTheJdk(text);
    }
  }

  @Test
  void anyTextOfTheCharactersOfNumbersIsReadLikeTheJdk() {
    Random random = new Random(5);
    String characters = "0123456789012345678900..eE+-";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(24); length > 0; length--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      assertReadLikeTheJdk(text.toString());
      assertReadLikeTheJdk(Double.toString(Double.longBitsToDouble(random.nextLong())));
    }
  }
}

package dev.millrace.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A float is written as the library writes it, whichever way it goes. */
class FloatTextPropertyTest {

  private static String written(float value) {
    char[] text = new char[3 + FloatText.LONGEST];
    int end = FloatText.write(value, text, 3);
    return new String(text, 3, end - 3);
  }

  @Property(tries = 10_000)
  void anyFloatIsWrittenAsTheLibraryWritesIt(@ForAll float value) {
    assertThat(written(value)).isEqualTo(NumberOutput.toString(value, true));
  }

  /** One float in 499 of all that are written without the library, and their neighbours. */
  @Example
  void floatsAllOverTheRangeAreWrittenAsTheLibraryWritesThem() {
    for (int bits = Float.floatToIntBits(9e-4f); bits < Float.floatToIntBits(1.1e3f); bits += 499) {
      float value = Float.intBitsToFloat(bits);
      if (!written(value).equals(NumberOutput.toString(value, true))) {
        assertThat(written(value)).isEqualTo(NumberOutput.toString(value, true));
      }
    }
  }

  @Example
  void shortNumbersAndEdgesAreWrittenAsTheLibraryWritesThem() {
    for (int thousandths = -2_000_000; thousandths <= 2_000_000; thousandths++) {
      float value = thousandths / 1e3f;
      if (!written(value).equals(NumberOutput.toString(value, true))) {
        assertThat(written(value)).isEqualTo(NumberOutput.toString(value, true));
      }
    }
    for (float value :
        new float[] {
          0f,
          -0f,
          Float.MIN_VALUE,
          Float.MAX_VALUE,
          -Float.MIN_NORMAL,
          1e-3f,
          1e3f,
          1e7f,
          0.1f,
          0.3f
        }) {
      assertThat(written(value)).isEqualTo(NumberOutput.toString(value, true));
      assertThat(written(Math.nextUp(value)))
          .isEqualTo(NumberOutput.toString(Math.nextUp(value), true));
      assertThat(written(Math.nextDown(value)))
          .isEqualTo(NumberOutput.toString(Math.nextDown(value), true));
    }
  }

  @Example
  void floatsOfAnAnswerAreNumbersAndWhatIsNoneIsAsBefore() throws JsonProcessingException {
    Object answer = List.of(new float[] {0.5f, -12.25f, 1e-9f}, new float[] {}, new float[] {1f});
    assertThat(MlflowJson.mapper().writeValueAsString(answer))
        .isEqualTo("[[0.5,-12.25,1.0E-9],[],[1.0]]");
    assertThat(MlflowJson.mapper().writeValueAsString(new float[] {1f, Float.NaN}))
        .isEqualTo("[1.0,\"NaN\"]");
  }

  @Example
  void floatsInATreeAreNumbers() {
    JsonNode tree = MlflowJson.mapper().valueToTree(List.of(new float[] {0.5f, 2f}));
    assertThat(tree.get(0).get(0).isNumber()).isTrue();
    assertThat(tree.get(0).get(1).floatValue()).isEqualTo(2f);
  }
}

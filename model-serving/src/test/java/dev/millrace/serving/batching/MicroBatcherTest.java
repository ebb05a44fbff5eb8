package dev.millrace.serving.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Batching;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.RequestLostException;
import dev.millrace.serving.runtime.RuntimeModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of a model with one lane, which a test keeps busy until all of them wait. */
class MicroBatcherTest {

  private static final ColumnSpec X = new ColumnSpec("x", ColumnType.DOUBLE, true);
  private static final ObjectNode NO_PARAMS = JsonNodeFactory.instance.objectNode();
  private static final Batching UP_TO_100 = new Batching(100, null);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<Integer> scored = Collections.synchronizedList(new ArrayList<>());
  private final GatedModel model = new GatedModel();
  private final MicroBatcher batcher = new MicroBatcher(model, scored::add);

  @AfterEach
  void end() {
    callers.shutdownNow();
  }

  /** Doubles x; negative ones make it fail, and it ends on those beyond 1,000. */
  private static final class GatedModel implements RuntimeModel {

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile IntFunction<Object> answer = rows -> null;

    @Override
    public int lanes() {
      return 1;
    }

    @Override
    public InputSchema inputSchema() {
      return new InputSchema.Columns(List.of(X));
    }

    @Override
    public Object score(ModelInput input, ObjectNode params) {
      double[] x = (double[]) ((ModelInput.Table) input).columns().get(0).values();
      asked.add(x.length);
      begun.release();
      gate.acquireUninterruptibly();
      for (double each : x) {
        if (each < 0) {
          throw MlflowException.invalidParameter("negative");
        } else if (each > 1000) {
          throw new MlflowException(
              ErrorCode.INTERNAL_ERROR, "ended", new RequestLostException("ended"));
        }
      }
      Object other = answer.apply(x.length);
      return other != null ? other : java.util.Arrays.stream(x).map(each -> 2 * each).toArray();
    }

    @Override
    public void close() {}
  }

  private static ModelInput rows(double... x) {
    return new ModelInput.Table(x.length, List.of(new ModelInput.Column.Numbers(X, x)));
  }

  private CompletableFuture<Object> ask(boolean mayRepeat, double... x) {
    return CompletableFuture.supplyAsync(
        () -> batcher.score(UP_TO_100, rows(x), NO_PARAMS, mayRepeat), callers);
  }

  /** One request is in the model, and these come meanwhile: all wait when this returns. */
  private List<CompletableFuture<Object>> whileBusy(boolean mayRepeat, double... firsts)
      throws InterruptedException {
    List<CompletableFuture<Object>> all = new ArrayList<>();
    all.add(ask(false, 0));
    assertThat(model.begun.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < firsts.length; i++) {
      all.add(ask(mayRepeat, firsts[i], firsts[i] + 0.5));
      batcher.awaitQueued(i + 1);
    }
    return all;
  }

  @Test
  void whoComesWhileTheModelIsBusyIsScoredTogetherAndGetsHisOwnRows() throws Exception {
    List<CompletableFuture<Object>> answers = whileBusy(false, 1, 2, 3);
    model.gate.release(100);
    assertThat((double[]) answers.get(0).get(30, TimeUnit.SECONDS)).containsExactly(0);
    for (int i = 1; i <= 3; i++) {
      assertThat((double[]) answers.get(i).get(30, TimeUnit.SECONDS))
          .containsExactly(2 * i, 2 * i + 1);
    }
    assertThat(model.asked).containsExactly(1, 6);
    assertThat(scored).containsExactly(1, 3);
  }

  @Test
  void noMoreRowsThanAllowedAreTakenAlong() throws Exception {
    double[] firsts = IntStream.rangeClosed(1, 60).asDoubleStream().toArray();
    List<CompletableFuture<Object>> answers = whileBusy(false, firsts);
    model.gate.release(100);
    for (int i = 1; i <= 60; i++) {
      assertThat((double[]) answers.get(i).get(30, TimeUnit.SECONDS)).hasSize(2);
    }
    assertThat(model.asked).containsExactly(1, 100, 20);
  }

  @Test
  void oneThatTheModelRefusesIsRefusedAlone() throws Exception {
    List<CompletableFuture<Object>> answers = whileBusy(false, 1, -2, 3);
    model.gate.release(100);
    assertThat((double[]) answers.get(1).get(30, TimeUnit.SECONDS)).containsExactly(2, 3);
    assertThat((double[]) answers.get(3).get(30, TimeUnit.SECONDS)).containsExactly(6, 7);
    assertThatThrownBy(answers.get(2)::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("negative");
  }

  @Test
  void aModelThatEndsIsAskedAgainByThoseAloneWhoAllowIt() throws Exception {
    List<CompletableFuture<Object>> answers = whileBusy(false, 1);
    answers.add(ask(true, 7));
    batcher.awaitQueued(2);
    answers.add(ask(true, 2000));
    batcher.awaitQueued(3);
    model.gate.release(100);
    assertThatThrownBy(answers.get(1)::join).hasRootCauseMessage("ended");
    assertThat((double[]) answers.get(2).get(30, TimeUnit.SECONDS)).containsExactly(14);
    assertThatThrownBy(answers.get(3)::join).hasRootCauseMessage("ended");
  }

  @Test
  void aModelThatDoesNotAnswerRowByRowIsAskedOneByOne() throws Exception {
    model.answer = rows -> new double[] {rows};
    List<CompletableFuture<Object>> answers = whileBusy(false, 1, 2);
    model.gate.release(100);
    for (CompletableFuture<Object> answer : answers.subList(1, 3)) {
      assertThat((double[]) answer.get(30, TimeUnit.SECONDS)).containsExactly(2);
    }
    assertThat(scored).doesNotContain(2);
  }
}

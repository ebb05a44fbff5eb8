package dev.millrace.serving.batching;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ModelInput;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** One request and how far it is; guarded by the lock of {@link MicroBatcher}. */
final class Call {

  /** How far a request is. */
  enum State {
    /** Is in the queue. */
    WAITING,
    /** Is scored with others, by whoever leads them. */
    TAKEN,
    /** Has an answer or a failure; without either it is to be scored by itself. */
    SETTLED
  }

  final ModelInput input;
  final ObjectNode params;
  final int rows;

  /** Signalled when the state changes, or it may be the one to lead. */
  final Condition turn;

  State state = State.WAITING;
  boolean mayRepeat;
  @Nullable Object answer;
  @Nullable MlflowException failure;

  Call(ModelInput input, ObjectNode params, boolean mayRepeat, int rows, Condition turn) {
    this.input = input;
    this.params = params;
    this.mayRepeat = mayRepeat;
    this.rows = rows;
    this.turn = turn;
  }
}

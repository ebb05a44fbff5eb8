package dev.millrace.tracking.run;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunData;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunInputs;
import java.util.List;

/** A run's attributes with the key its child rows refer to. */
record RunRow(long runKey, RunInfo info) {

  /**
   * This run, for something new in it.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is deleted
   */
  RunRow requireActive() {
    if (!info.lifecycleStage().equals("active")) {
      throw MlflowException.invalidParameter(
          "The run "
              + info.runId()
              + " must be in the 'active' state. Current state is "
              + info.lifecycleStage()
              + ".");
    }
    return this;
  }

  /** The run as a list shows it: its attributes and nothing of what was logged. */
  Run withoutData() {
    return new Run(info, RunData.NONE, new RunInputs(List.of(), List.of()), null);
  }
}

package dev.millrace.core.batch;

import dev.millrace.core.validation.Require;
import java.util.List;

/** Every schedule, by name. */
public record ListSchedulesResponse(List<Schedule> schedules) {

  public ListSchedulesResponse {
    schedules = Require.listOrEmpty(schedules);
  }
}

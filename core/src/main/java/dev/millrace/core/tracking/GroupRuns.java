package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for all runs that a search finds in groups, each summed up.
 *
 * @param groupBy the parameters, tags and attributes that runs of one group share
 * @param columns the metrics, and {@code duration}, to sum up
 * @param maxResults most groups, 200 where absent
 */
public record GroupRuns(
    @Nullable List<String> experimentIds,
    @Nullable String filter,
    @Nullable ViewType runViewType,
    @Nullable List<String> groupBy,
    @Nullable List<String> columns,
    @Nullable Integer maxResults) {

  /**
   * What the runs of a group have under one column; NaN is left out.
   *
   * @param count how many of them have it
   */
  public record Summary(
      long count, @Nullable Double mean, @Nullable Double min, @Nullable Double max) {}

  /**
   * Runs that have the same values.
   *
   * @param values in the order of {@code group_by}; null where the runs have none
   * @param runs how many they are
   * @param columns in the order asked for
   */
  public record Group(List<@Nullable Object> values, long runs, List<Summary> columns) {}

  /**
   * The groups, the largest first.
   *
   * @param complete whether these are all
   */
  public record Response(List<Group> groups, boolean complete) {
    public Response {
      groups = groups == null ? List.of() : groups;
    }
  }
}

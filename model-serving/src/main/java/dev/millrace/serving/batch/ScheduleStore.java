package dev.millrace.serving.batch;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.serving.Followed;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schedules of scoring. */
@Singleton
class ScheduleStore extends JdbcStore {

  /** The columns that {@link #schedule} reads. */
  static final String COLUMNS =
      """
      s.schedule_id, s.name, s.model_name, s.alias, s.stage, s.version AS fixed_version,
      s.input AS input_template, s.output AS output_template, s.cron, s.time_zone, s.options,
      s.paused, s.owner, s.description, s.due_at, s.created_at AS schedule_created_at
      """;

  private static final String SELECT = "SELECT " + COLUMNS + "FROM scoring_schedule AS s ";

  ScheduleStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Records a schedule.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where the name is taken, also by a concurrent
   *     call
   */
  void insertSchedule(StoredSchedule schedule) {
    int inserted =
        update(
            """
            INSERT INTO scoring_schedule
              (name, model_name, alias, stage, version, input, output, cron, time_zone, options,
               paused, owner, description, due_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO NOTHING
            """,
            schedule.name(),
            schedule.modelName(),
            schedule.follows().alias(),
            schedule.follows().stage(),
            schedule.follows().version(),
            schedule.input(),
            schedule.output(),
            schedule.cron(),
            schedule.timeZone(),
            StoredJson.write(schedule.options()),
            schedule.paused(),
            schedule.owner(),
            schedule.description(),
            schedule.dueAtMillis(),
            schedule.createdAtMillis());
    if (inserted == 0) {
      throw MlflowException.alreadyExists("Schedule '" + schedule.name() + "' already exists.");
    }
  }

  /** Writes all that may change of a schedule that the caller has locked. */
  void updateSchedule(StoredSchedule schedule) {
    update(
        """
        UPDATE scoring_schedule
        SET alias = ?, stage = ?, version = ?, input = ?, output = ?, cron = ?, time_zone = ?,
            options = ?::jsonb, paused = ?, owner = ?, description = ?, due_at = ?
        WHERE schedule_id = ?
        """,
        schedule.follows().alias(),
        schedule.follows().stage(),
        schedule.follows().version(),
        schedule.input(),
        schedule.output(),
        schedule.cron(),
        schedule.timeZone(),
        StoredJson.write(schedule.options()),
        schedule.paused(),
        schedule.owner(),
        schedule.description(),
        schedule.dueAtMillis(),
        schedule.scheduleId());
  }

  /** By name; empty where there is none. */
  Optional<StoredSchedule> findSchedule(String name) {
    return first(SELECT + "WHERE s.name = ?", ScheduleStore::schedule, name);
  }

  /** By name, locked until the transaction ends; empty where there is none. */
  Optional<StoredSchedule> lockSchedule(String name) {
    return first(SELECT + "WHERE s.name = ? FOR NO KEY UPDATE OF s", ScheduleStore::schedule, name);
  }

  /** Every schedule, by name. */
  List<StoredSchedule> listSchedules() {
    return query(SELECT + "ORDER BY s.name", ScheduleStore::schedule);
  }

  /**
   * Schedules whose time has come, locked until the transaction ends; those that another server
   * looks at just now are left out.
   */
  List<StoredSchedule> lockDue(long nowMillis, int most) {
    return query(
        SELECT
            + """
            WHERE NOT s.paused AND s.due_at <= ?
            ORDER BY s.due_at, s.schedule_id LIMIT ? FOR NO KEY UPDATE OF s SKIP LOCKED
            """,
        ScheduleStore::schedule,
        nowMillis,
        most);
  }

  /** Says when a schedule is due next; never, where it is null. */
  void putDue(long scheduleId, @Nullable Long dueAtMillis) {
    update("UPDATE scoring_schedule SET due_at = ? WHERE schedule_id = ?", dueAtMillis, scheduleId);
  }

  /** Removes a schedule with all its jobs; false where there is none. */
  boolean deleteSchedule(String name) {
    return update("DELETE FROM scoring_schedule WHERE name = ?", name) > 0;
  }

  static StoredSchedule schedule(ResultSet row) throws SQLException {
    return new StoredSchedule(
        row.getLong("schedule_id"),
        row.getString("name"),
        row.getString("model_name"),
        new Followed(
            row.getString("alias"), row.getString("stage"), row.getString("fixed_version")),
        row.getString("input_template"),
        row.getString("output_template"),
        row.getString("cron"),
        row.getString("time_zone"),
        StoredJson.read(row.getString("options"), new TypeReference<ScoringOptions>() {}),
        row.getBoolean("paused"),
        row.getString("owner"),
        row.getString("description"),
        longOrNull(row, "due_at"),
        row.getLong("schedule_created_at"));
  }
}

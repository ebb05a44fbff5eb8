package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.client.Schedules;
import dev.millrace.core.batch.CreateScheduleRequest;
import dev.millrace.core.batch.Schedule;
import dev.millrace.core.batch.ScoringJob;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.batch.UpdateScheduleRequest;
import dev.millrace.core.serving.Followed;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "schedules",
    description = "Have the server score files again and again, by cron.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace schedules list")
final class ScheduleCommands {

  private static final Duration POLL = Duration.ofMillis(500);

  private record ScheduleList(List<Schedule> schedules) {}

  private record JobList(List<ScoringJob> jobs) {}

  private record Deleted(String deleted) {}

  @Command(
      name = "list",
      description = "List schedules.",
      mixinStandardHelpOptions = true,
      footer = "  millrace schedules list")
  void list(@Mixin ServerOptions server) {
    try (MillraceClient client = server.connect()) {
      List<Schedule> schedules = client.schedules().list();
      Table table =
          Table.of("No schedules.", "NAME", "MODEL", "CRON", "ZONE", "NEXT", "LAST", "OWNER");
      for (Schedule schedule : schedules) {
        ScoringJob last = schedule.lastJob();
        table.row(
            schedule.name(),
            schedule.modelName() + followed(schedule).selector(),
            schedule.cron(),
            schedule.timeZone(),
            next(schedule),
            last == null ? null : state(last),
            schedule.owner());
      }
      server.print(new ScheduleList(schedules), table);
    }
  }

  @Command(
      name = "create",
      description = "Have a file scored again and again with an alias, a stage or a version.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace schedules create nightly fraud --cron \"30 2 * * *\" \\",
        "      -i mlflow-artifacts:/daily/rows-{date}.csv \\",
        "      --into mlflow-artifacts:/daily/scored-{date}.csv"
      })
  void create(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(index = "1", paramLabel = "MODEL", description = "A registered model.")
          String model,
      @ArgGroup @Nullable FollowedChoice follows,
      @Mixin ScheduleChoices choices,
      @Option(names = "--paused", description = "Make no job until it is resumed.")
          boolean paused) {
    Followed followed = FollowedChoice.orChampion(follows);
    try (MillraceClient client = server.connect()) {
      print(
          server,
          client
              .schedules()
              .create(
                  new CreateScheduleRequest(
                      name,
                      model,
                      followed.alias(),
                      followed.stage(),
                      followed.version(),
                      choices.input,
                      choices.into,
                      choices.cron,
                      choices.timeZone,
                      choices.options(() -> ScoringOptions.NONE),
                      paused,
                      choices.owner,
                      choices.description)));
    }
  }

  @Command(
      name = "update",
      description = "Change a schedule; what is not given stays.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace schedules update nightly --cron \"0 4 * * *\" --owner risk-team",
        "  millrace schedules update nightly --model-version 7"
      })
  void update(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name,
      @ArgGroup @Nullable FollowedChoice follows,
      @Mixin ScheduleChoices choices) {
    Followed followed = FollowedChoice.orUnchanged(follows);
    try (MillraceClient client = server.connect()) {
      Schedules schedules = client.schedules();
      print(
          server,
          schedules.update(
              name,
              new UpdateScheduleRequest(
                  followed.alias(),
                  followed.stage(),
                  followed.version(),
                  choices.input,
                  choices.into,
                  choices.cron,
                  choices.timeZone,
                  choices.options(() -> schedules.get(name).options()),
                  null,
                  choices.owner,
                  choices.description)));
    }
  }

  @Command(
      name = "pause",
      description = "Make no more jobs; one that is worked on goes on.",
      mixinStandardHelpOptions = true,
      footer = "  millrace schedules pause nightly")
  void pause(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    try (MillraceClient client = server.connect()) {
      print(server, client.schedules().update(name, UpdateScheduleRequest.ofPaused(true)));
    }
  }

  @Command(
      name = "resume",
      description = "Make jobs again, from the next time on.",
      mixinStandardHelpOptions = true,
      footer = "  millrace schedules resume nightly")
  void resume(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    try (MillraceClient client = server.connect()) {
      print(server, client.schedules().update(name, UpdateScheduleRequest.ofPaused(false)));
    }
  }

  @Command(
      name = "show",
      description = "Show a schedule.",
      mixinStandardHelpOptions = true,
      footer = "  millrace schedules show nightly")
  void show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    try (MillraceClient client = server.connect()) {
      print(server, client.schedules().get(name));
    }
  }

  @Command(
      name = "history",
      description = "List the jobs of a schedule, newest first.",
      mixinStandardHelpOptions = true,
      footer = "  millrace schedules history nightly --limit 20")
  void history(
      @Mixin ServerOptions server,
      @Mixin ListLimit limit,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    try (MillraceClient client = server.connect()) {
      List<ScoringJob> jobs = limit.first(most -> client.schedules().jobs(name, most));
      Table table =
          Table.of(
              "No jobs.",
              "JOB",
              "FOR",
              "STATE",
              "VERSION",
              "ROWS",
              "REJECTED",
              "SECONDS",
              "SERVER",
              "RUN",
              "REASON");
      for (ScoringJob job : jobs) {
        table.row(
            job.jobId(),
            Table.time(job.scheduledAt()),
            state(job),
            job.version(),
            job.rows(),
            job.rejected(),
            seconds(job),
            job.server(),
            job.runId(),
            Table.firstLine(job.reason()));
      }
      server.print(new JobList(jobs), table);
    }
  }

  @Command(
      name = "run",
      description = {
        "Have the file scored now, also while the schedule is paused.",
        "With --wait it exits with 1 where the job does not succeed."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace schedules run nightly --wait",
        "  millrace schedules run nightly --at 2026-01-31T02:30:00Z"
      })
  int run(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name,
      @Option(
              names = "--at",
              paramLabel = "TIME",
              description = "The time that {date} and {time} stand for, in ISO 8601.")
          @Nullable String at,
      @Option(names = "--wait", description = "Wait until it is over.") boolean wait) {
    Long time = at == null ? null : time(at);
    try (MillraceClient client = server.connect()) {
      ScoringJob job = client.schedules().run(name, time);
      while (wait && !job.state().isOver()) {
        pause();
        job = client.schedules().latest(job);
      }
      server.print(job, details(job));
      return wait && job.state() != ScoringJob.State.SUCCEEDED ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Waiting was interrupted.", e);
    }
  }

  @Command(
      name = "delete",
      description = "Delete a schedule and its history; what it stored and recorded stays.",
      mixinStandardHelpOptions = true,
      footer = "  millrace schedules delete nightly")
  void delete(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    try (MillraceClient client = server.connect()) {
      client.schedules().delete(name);
      server.print(new Deleted(name), "Deleted schedule " + name);
    }
  }

  private static long time(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--at is a time such as 2026-01-31T02:30:00Z, not " + text + ".", e);
    }
  }

  private static Followed followed(Schedule schedule) {
    return new Followed(schedule.alias(), schedule.stage(), schedule.version());
  }

  private static @Nullable String next(Schedule schedule) {
    return schedule.paused() ? "paused" : Table.time(schedule.nextAt());
  }

  private static String state(ScoringJob job) {
    return job.state().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String seconds(ScoringJob job) {
    return job.startedAt() == null || job.endedAt() == null
        ? null
        : String.format(Locale.ROOT, "%.1f", (job.endedAt() - job.startedAt()) / 1e3);
  }

  private static void print(ServerOptions server, Schedule schedule) {
    ScoringJob last = schedule.lastJob();
    server.print(
        schedule,
        Table.ofDetails()
            .row("schedule", schedule.name())
            .row("model", schedule.modelName() + followed(schedule).selector())
            .row("input", schedule.input())
            .row("output", schedule.output())
            .row("cron", schedule.cron())
            .row("time zone", schedule.timeZone())
            .row("next", next(schedule))
            .row("last", last == null ? null : state(last))
            .row("reason", last == null ? null : last.reason())
            .row("owner", schedule.owner())
            .row("description", schedule.description()));
  }

  private static Table details(ScoringJob job) {
    return Table.ofDetails()
        .row("job", job.jobId())
        .row("schedule", job.schedule())
        .row("for", Table.time(job.scheduledAt()))
        .row("state", state(job))
        .row("version", job.version())
        .row("input", job.input())
        .row("output", job.output())
        .row("rows", job.rows())
        .row("rejected", job.rejected())
        .row("rejects", job.rejects())
        .row("run", job.runId())
        .row("reason", job.reason());
  }
}

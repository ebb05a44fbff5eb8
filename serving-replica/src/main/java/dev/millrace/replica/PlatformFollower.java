package dev.millrace.replica;

import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.feed.ServingFeed;
import dev.millrace.serving.feed.ServingFeed.FollowedEndpoint;
import dev.millrace.serving.feed.ServingFeed.Target;
import dev.millrace.serving.requestlog.RequestLogs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the platform: one call waits there until something is other than it is known here. While
 * the platform is away, what was told last goes on; at a start without it, that of the disk.
 */
@Singleton
class PlatformFollower {

  private static final Logger LOG = Logger.getLogger(PlatformFollower.class);
  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final PlatformClient platform;
  private final PlatformLink link;
  private final FollowedFeed feed;
  private final FeedFile file;
  private final Deployments deployments;
  private final RequestLogs requestLogs;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  /** What is followed, as it was when the engine was told last. Of the following thread. */
  private Set<Named> told = Set.of();

  PlatformFollower(
      PlatformClient platform,
      PlatformLink link,
      FollowedFeed feed,
      FeedFile file,
      Deployments deployments,
      RequestLogs requestLogs) {
    this.platform = platform;
    this.link = link;
    this.feed = feed;
    this.file = file;
    this.deployments = deployments;
    this.requestLogs = requestLogs;
  }

  /** That something names a version of a model. */
  private record Named(String modelName, Target target) {}

  void start(@Observes StartupEvent event) {
    Thread follower = new Thread(this::run, "platform-follower");
    follower.setDaemon(true);
    follower.start();
    thread = follower;
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    if (thread != null) {
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(2));
    }
    deployments.closeAll();
  }

  private void run() {
    long pause = SHORTEST_PAUSE_MILLIS;
    while (stopping.getCount() > 0) {
      try {
        boolean wasAway = !link.isUp();
        // Whether it is back is heard at once, also where it has nothing new.
        Optional<ServingFeed> news = platform.feed(feed.revision(), !wasAway);
        link.heard();
        news.ifPresent(this::take);
        look(wasAway);
        pause = SHORTEST_PAUSE_MILLIS;
      } catch (PlatformException e) {
        link.lost(e);
        takeFromDisk();
        pause = sleep(pause);
      } catch (RuntimeException e) {
        LOG.errorf(e, "what the platform told could not be followed");
        pause = sleep(pause);
      }
    }
  }

  private void take(ServingFeed news) {
    feed.set(news);
    file.write(news);
  }

  private void takeFromDisk() {
    if (!feed.isKnown()) {
      file.read()
          .ifPresent(
              last -> {
                feed.set(last);
                link.tookFromCache();
              });
    }
    // Also what failed is tried again in its time: its files may be on the disk.
    look(false);
  }

  /**
   * Has the engine do what the feed says.
   *
   * @param again whether all that failed is tried once more, as the platform is back
   */
  private void look(boolean again) {
    Set<Named> now = new HashSet<>();
    for (FollowedEndpoint each : feed.endpoints()) {
      each.targets().forEach(target -> now.add(new Named(each.endpoint().modelName(), target)));
    }
    if (!feed.isKnown()) {
      return;
    }
    deployments.reconcile(feed::specs);
    if (again) {
      deployments.retryFailed();
    }
    for (Named named : now) {
      if (!told.contains(named)) {
        deployments.moved(named.modelName(), named.target().follows().alias());
      }
    }
    told = now;
    deployments.canariesMoved();
    requestLogs.refresh();
  }

  private long sleep(long pause) {
    try {
      stopping.await(pause, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // It is interrupted to stop.
      stopping.countDown();
    }
    return Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  }
}

package dev.millrace.tracking.live;

import dev.millrace.platform.http.EventStream;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the streams of this replica, and keeps the last ones for those who come back. An
 * event's id is good at this replica, from its start on; with any other id one starts anew.
 */
@Singleton
final class EventHub {

  /** The topic of all experiments. */
  static final String ALL = "*";

  private static final long MOST_KEPT_BYTES = 8L << 20;

  private final int mostKept;
  private final Duration linger;
  private final String epoch = UUID.randomUUID().toString().substring(0, 8);

  // guarded by this
  private final Map<String, Topic> topics = new HashMap<>();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long keptBytes;
  private long sequence;
  private long oldestResumable;

  EventHub(LiveConfig config) {
    this.mostKept = config.keep();
    this.linger = config.linger();
  }

  /** An event of an experiment; the data is JSON in one line. */
  record Event(String experimentId, String name, String data) {}

  private record Kept(long sequence, String experimentId, String frame) {}

  /** Those who watch an experiment, or all of them. */
  private static final class Topic {

    private final Set<EventStream> streams = new HashSet<>();

    /** Events before this one were not looked up. */
    private final long since;

    private long leftNanos;

    Topic(long since) {
      this.since = since;
    }
  }

  /**
   * Lets a stream have the events of a topic, from the event after the one that it had last where
   * that is still kept. Otherwise it begins with {@code ready}, or with {@code reset} where the
   * client has missed something.
   */
  synchronized void subscribe(String topicKey, @Nullable String lastEventId, EventStream stream) {
    Topic topic = topics.computeIfAbsent(topicKey, key -> new Topic(sequence));
    topic.streams.add(stream);
    if (lastEventId == null) {
      stream.send(EventStream.frame(id(sequence), "ready", "{}"));
      return;
    }
    long last = sequenceOf(lastEventId);
    if (last < Math.max(oldestResumable, topic.since) || last > sequence) {
      stream.send(EventStream.frame(id(sequence), "reset", "{}"));
      return;
    }
    for (Kept event : kept) {
      if (event.sequence() > last && concerns(topicKey, event.experimentId())) {
        stream.send(event.frame());
      }
    }
  }

  synchronized void unsubscribe(String topicKey, EventStream stream) {
    Topic topic = topics.get(topicKey);
    if (topic != null && topic.streams.remove(stream) && topic.streams.isEmpty()) {
      topic.leftNanos = System.nanoTime();
    }
  }

  /** The experiments whose events somebody wants or wanted a moment ago; {@link #ALL} for all. */
  synchronized Set<String> watched() {
    long now = System.nanoTime();
    topics
        .values()
        .removeIf(topic -> topic.streams.isEmpty() && now - topic.leftNanos > linger.toNanos());
    return Set.copyOf(topics.keySet());
  }

  /** Hands out events, in this order. */
  synchronized void publish(List<Event> events) {
    for (Event event : events) {
      String frame = EventStream.frame(id(++sequence), event.name(), event.data());
      keep(new Kept(sequence, event.experimentId(), frame));
      send(event.experimentId(), frame);
      send(ALL, frame);
    }
  }

  /** Tells everybody that something was missed: what they know is to be fetched anew. */
  synchronized void reset() {
    oldestResumable = ++sequence;
    kept.clear();
    keptBytes = 0;
    String frame = EventStream.frame(id(sequence), "reset", "{}");
    List.copyOf(topics.keySet()).forEach(topic -> send(topic, frame));
  }

  private void send(String topicKey, String frame) {
    Topic topic = topics.get(topicKey);
    if (topic != null) {
      new ArrayList<>(topic.streams).forEach(stream -> stream.send(frame));
    }
  }

  private void keep(Kept event) {
    kept.addLast(event);
    keptBytes += event.frame().length();
    while (kept.size() > mostKept || keptBytes > MOST_KEPT_BYTES) {
      Kept oldest = kept.removeFirst();
      keptBytes -= oldest.frame().length();
      oldestResumable = oldest.sequence();
    }
  }

  private static boolean concerns(String topicKey, String experimentId) {
    return topicKey.equals(ALL) || topicKey.equals(experimentId);
  }

  private String id(long number) {
    return epoch + "-" + number;
  }

  /** The number in an id of this hub, or -1. */
  private long sequenceOf(String id) {
    if (!id.startsWith(epoch + "-")) {
      return -1;
    }
    try {
      return Long.parseLong(id.substring(epoch.length() + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

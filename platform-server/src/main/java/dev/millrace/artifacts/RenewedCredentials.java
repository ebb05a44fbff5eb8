package dev.millrace.artifacts;

import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are good for a while, fetched anew before they end. While they are good nobody
 * waits for another's fetching, and a source that fails is asked again later.
 */
final class RenewedCredentials implements Provider {

  private static final Logger LOG = Logger.getLogger(RenewedCredentials.class);

  /** What is signed with them must not end while it is under way. */
  private static final Duration LAST_USE = Duration.ofSeconds(10);

  /** As Amazon's own tools do. */
  private static final Duration EARLY = Duration.ofMinutes(15);

  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);

  /** Those of a file do not say when they end: whatever writes it may have changed it. */
  private static final Duration WITHOUT_END = Duration.ofMinutes(1);

  /** So that all who wait for a source that is away learn it from one attempt. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private record Held(Credentials credentials, @Nullable Instant end, Instant renewal) {

    boolean isGood(Instant now) {
      return end == null || now.plus(LAST_USE).isBefore(end);
    }
  }

  private record Failure(String reason, Instant until) {}

  private final String source;
  private final Provider fetched;
  private final InstantSource clock;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile @Nullable Failure failure;

  /**
   * @param source what a failure names
   * @param fetched asks the source each time
   */
  RenewedCredentials(String source, Provider fetched, InstantSource clock) {
    this.source = source;
    this.fetched = fetched;
    this.clock = clock;
  }

  /**
   * @throws ProviderException where there are none and the source gives none
   */
  @Override
  public Credentials fetch() {
    Instant now = clock.instant();
    Held known = held;
    if (known == null || !known.isGood(now)) {
      return fetchFirst();
    }
    if (!now.isBefore(known.renewal()) && renewing.tryLock()) {
      try {
        Held newest = held;
        return newest != null && newest != known ? newest.credentials() : renew(now).credentials();
      } catch (ProviderException e) {
        LOG.warnf("The credentials of the object store are not renewed yet: %s", e.getMessage());
        held = new Held(known.credentials(), known.end(), now.plus(BETWEEN_RENEWALS));
      } finally {
        renewing.unlock();
      }
    }
    return known.credentials();
  }

  private Credentials fetchFirst() {
    renewing.lock();
    try {
      Instant now = clock.instant();
      Held known = held;
      if (known != null && known.isGood(now)) {
        return known.credentials();
      }
      Failure last = failure;
      if (last != null && now.isBefore(last.until())) {
        throw new ProviderException(last.reason());
      }
      try {
        return renew(now).credentials();
      } catch (ProviderException e) {
        failure = new Failure(String.valueOf(e.getMessage()), clock.instant().plus(AFTER_FAILURE));
        throw e;
      }
    } finally {
      renewing.unlock();
    }
  }

  private Held renew(Instant now) {
    Credentials credentials;
    try {
      credentials = fetched.fetch();
    } catch (RuntimeException e) {
      throw new ProviderException(
          "no credentials come from %s: %s".formatted(source, reasonOf(e)), e);
    }
    ZonedDateTime expiration = credentials.expiration();
    Instant end = expiration == null ? null : expiration.toInstant();
    Held renewed = new Held(credentials, end, renewalOf(now, end));
    if (!renewed.isGood(now)) {
      throw new ProviderException(
          "the credentials that come from %s ended at %s".formatted(source, end));
    }
    held = renewed;
    return renewed;
  }

  private static Instant renewalOf(Instant now, @Nullable Instant end) {
    if (end == null) {
      return now.plus(WITHOUT_END);
    }
    Duration half = Duration.between(now, end).dividedBy(2);
    Instant early = end.minus(half.compareTo(EARLY) < 0 ? half : EARLY);
    Instant soonest = now.plus(BETWEEN_RENEWALS);
    return early.isBefore(soonest) ? soonest : early;
  }

  private static String reasonOf(RuntimeException e) {
    return e.getCause() == null
        ? String.valueOf(e.getMessage())
        : e.getMessage() + ": " + e.getCause().getMessage();
  }
}

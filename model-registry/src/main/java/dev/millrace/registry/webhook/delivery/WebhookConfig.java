package dev.millrace.registry.webhook.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of webhooks. */
@ConfigMapping(prefix = "millrace.webhooks")
public interface WebhookConfig {

  /**
   * 32 bytes in Base64, the key that secrets are kept under (AES-256-GCM). Without it a webhook
   * with a secret is refused. A server that runs its own PostgreSQL makes one in its data
   * directory.
   */
  Optional<String> secretKey();

  /** Schemes that a URL may have. */
  @WithDefault("https")
  List<String> allowedSchemes();

  /**
   * Hosts that a URL may name, such as {@code ci.example.com} or {@code *.example.com}; all where
   * none is given.
   */
  Optional<List<String>> allowedHosts();

  /**
   * Networks beside the public ones that deliveries may go to, such as {@code 10.1.0.0/16} or
   * {@code 127.0.0.1/32}. Private, loopback and link-local addresses are refused otherwise.
   */
  Optional<List<String>> allowedNetworks();

  /** What CloudEvents name as their source, a URI reference. */
  @WithDefault("/millrace")
  String source();

  /** Deliveries that one server has under way. */
  @WithDefault("8")
  int workers();

  /** Of these, how many may be to one webhook: a slow receiver does not hold up the others. */
  @WithDefault("2")
  int workersPerWebhook();

  /** How often it is looked for deliveries that are due. New ones of this server start at once. */
  @WithDefault("1s")
  Duration pollInterval();

  /** How long a connection to a receiver may take to open. */
  @WithDefault("5s")
  Duration connectTimeout();

  /** How long an attempt may take, from the look-up of the name to the end of the answer. */
  @WithDefault("30s")
  Duration timeout();

  /**
   * How long beyond its timeout an attempt is left alone before it is taken for abandoned, by a
   * server that was killed, and made again.
   */
  @WithDefault("15s")
  Duration abandonedAfter();

  /** Attempts until a delivery is given up. */
  @WithDefault("20")
  int maxAttempts();

  /** The pause after the first attempt; it doubles with each. Up to as much again is added. */
  @WithDefault("1s")
  Duration firstPause();

  /** The longest pause, also of those that receivers ask for by {@code Retry-After}. */
  @WithDefault("10m")
  Duration longestPause();

  /** How long deliveries are kept after they were delivered or given up. */
  @WithDefault("7d")
  Duration keepDeliveries();

  /** How many of these are kept for each webhook. */
  @WithDefault("10000")
  int mostDeliveriesKept();
}

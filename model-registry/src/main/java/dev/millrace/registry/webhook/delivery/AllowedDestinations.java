package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries may go: by the URL, when a webhook is made and before each attempt, and by the
 * address that an attempt really connects to.
 */
@Singleton
public final class AllowedDestinations {

  /** MLflow: the width of its column. */
  private static final int MAX_URL_LENGTH = 500;

  private static final Pattern PARTS =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?.*", Pattern.DOTALL);

  private final List<String> schemes;
  private final List<String> hosts;
  private final List<NetworkRange> networks;

  AllowedDestinations(WebhookConfig config) {
    schemes =
        config.allowedSchemes().stream().map(s -> s.strip().toLowerCase(Locale.ROOT)).toList();
    hosts =
        config.allowedHosts().orElse(List.of()).stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .toList();
    try {
      networks =
          config.allowedNetworks().orElse(List.of()).stream().map(NetworkRange::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("millrace.webhooks.allowed-networks: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a URL that deliveries must not go to. Looks its host up, so not for use in a
   * transaction.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE, in MLflow's words where it refuses it, too
   */
  public void requireAllowed(String url) {
    HttpUrl parsed = requireWellFormed(url);
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(parsed.host());
    } catch (UnknownHostException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Cannot resolve Webhook URL hostname '"
              + parsed.host()
              // MLflow: what Python's resolver says.
              + "': [Errno -2] Name or service not known",
          e);
    }
    for (InetAddress address : addresses) {
      if (!isAllowed(address)) {
        throw MlflowException.invalidParameter(
            "Webhook URL must not resolve to a non-public IP address. '"
                + parsed.host()
                + "' resolves to "
                + shown(address)
                + ".");
      }
    }
  }

  /**
   * Refuses a URL for what is written in it, without looking anything up.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE, in MLflow's words where it refuses it, too
   */
  HttpUrl requireWellFormed(String url) {
    if (url.isBlank()) {
      throw MlflowException.invalidParameter(
          "Webhook URL cannot be empty or just whitespace: '" + url + "'");
    }
    if (url.length() > MAX_URL_LENGTH) {
      throw MlflowException.invalidParameter(
          "Webhook URL must have at most " + MAX_URL_LENGTH + " characters.");
    }
    Matcher parts = PARTS.matcher(url);
    String scheme = parts.matches() ? text(parts.group(1)).toLowerCase(Locale.ROOT) : "";
    if (!schemes.contains(scheme)) {
      throw MlflowException.invalidParameter(
          "Invalid webhook URL scheme: '"
              + scheme
              + "'. Allowed schemes are: "
              + String.join(", ", schemes)
              + ".");
    }
    String authority = text(parts.group(2));
    if (authority.isEmpty()) {
      throw MlflowException.invalidParameter("Webhook URL must include a hostname: '" + url + "'");
    }
    if (authority.contains("[") != authority.contains("]")) {
      // MLflow: what Python's parser says.
      throw MlflowException.invalidParameter(
          "Invalid webhook URL '" + url + "': ValueError('Invalid IPv6 URL')");
    }
    if (authority.contains("@")) {
      throw MlflowException.invalidParameter(
          "Webhook URL must not hold a user or a password: it is shown and logged.");
    }
    HttpUrl parsed = HttpUrl.parse(url);
    if (parsed == null || !isUri(parsed)) {
      throw MlflowException.invalidParameter("Invalid webhook URL '" + url + "'");
    }
    requireAllowedHost(parsed.host());
    return parsed;
  }

  /** Whether an attempt may connect to the address. */
  boolean isAllowed(InetAddress address) {
    return PublicAddresses.contains(address)
        || networks.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  private void requireAllowedHost(String host) {
    boolean allowed =
        hosts.isEmpty()
            || hosts.stream()
                .anyMatch(
                    rule ->
                        rule.startsWith("*.")
                            ? host.endsWith(rule.substring(1))
                            : host.equals(rule));
    if (!allowed) {
      throw MlflowException.invalidParameter(
          "Webhook URL host '" + host + "' is not one that this server may send to.");
    }
  }

  /** IPv6 in its short form. */
  private static String shown(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address
        ? new HttpUrl.Builder().scheme("http").host("[" + text + "]").build().host()
        : text;
  }

  private static boolean isUri(HttpUrl url) {
    try {
      return new URI(url.toString()).getScheme() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String text(@Nullable String group) {
    return group == null ? "" : group;
  }
}

package dev.millrace.registry.webhook.delivery;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are on the public internet.
 *
 * <p>Source: IANA's special-purpose registries for IPv4 and IPv6, and RFC 6890. Multicast is not
 * public here, though it is for MLflow.
 */
final class PublicAddresses {

  private static final List<NetworkRange> SPECIAL_V4 =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  private static final NetworkRange GLOBAL_V6 = NetworkRange.parse("2000::/3");

  private static final List<NetworkRange> SPECIAL_V6 =
      ranges("2001::/23", "2001:db8::/32", "3fff::/20");

  private static final NetworkRange SIX_TO_FOUR = NetworkRange.parse("2002::/16");
  private static final NetworkRange NAT64 = NetworkRange.parse("64:ff9b::/96");

  private PublicAddresses() {}

  /** Whether the address, or the IPv4 address that it carries, is on the public internet. */
  static boolean contains(InetAddress address) {
    byte[] bytes = carried(address.getAddress());
    if (bytes.length == 4) {
      return SPECIAL_V4.stream().noneMatch(range -> range.contains(bytes));
    }
    return GLOBAL_V6.contains(bytes) && SPECIAL_V6.stream().noneMatch(r -> r.contains(bytes));
  }

  /** Java itself unwraps ::ffff:0:0/96. */
  private static byte[] carried(byte[] address) {
    if (SIX_TO_FOUR.contains(address)) {
      return Arrays.copyOfRange(address, 2, 6);
    }
    return NAT64.contains(address) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static List<NetworkRange> ranges(String... networks) {
    return Stream.of(networks).map(NetworkRange::parse).toList();
  }
}

package dev.millrace.registry.webhook.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A network in CIDR notation. */
@SuppressWarnings("ArrayRecordComponent")
record NetworkRange(byte[] prefix, int length) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
   *
   * @throws IllegalArgumentException for anything else, a name included
   */
  static NetworkRange parse(String text) {
    String[] parts = text.strip().split("/", -1);
    boolean isLiteral = parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    if (parts.length > 2 || !isLiteral) {
      throw notANetwork(text, null);
    }
    try {
      byte[] address = InetAddress.getByName(parts[0]).getAddress();
      int bits = address.length * 8;
      int length = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
      if (length < 0 || length > bits) {
        throw notANetwork(text, null);
      }
      return new NetworkRange(address, length);
    } catch (UnknownHostException | NumberFormatException e) {
      throw notANetwork(text, e);
    }
  }

  /** Whether the address is of this network; one of the other IP version is not. */
  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException notANetwork(String text, @Nullable Exception cause) {
    return new IllegalArgumentException("'" + text + "' is not a network", cause);
  }
}

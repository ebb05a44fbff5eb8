package dev.millrace.registry.webhook.delivery;

import java.io.IOException;
import java.net.InetAddress;

/** A delivery would have gone to an address that it must not go to. */
final class RefusedAddressException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedAddressException(InetAddress address) {
    super(
        "Webhook connection blocked: "
            + address.getHostAddress()
            + " is not a public IP address, and not one of an allowed network.");
  }
}

package dev.millrace.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "93.184.216.34",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "64:ff9b::101:101",
        "2002:101:101::"
      })
  void publicAddressesArePublic(String address) throws Exception {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:c0a8:1::"
      })
  void othersAreNot(String address) throws Exception {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/x"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> NetworkRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a network");
  }

  @Test
  void aNetworkEndsWhereItsPrefixDoes() throws Exception {
    NetworkRange network = NetworkRange.parse("10.1.128.0/17");
    assertThat(network.contains(InetAddress.getByName("10.1.255.255").getAddress())).isTrue();
    assertThat(network.contains(InetAddress.getByName("10.1.127.255").getAddress())).isFalse();
    assertThat(network.contains(InetAddress.getByName("::1").getAddress())).isFalse();
  }
}

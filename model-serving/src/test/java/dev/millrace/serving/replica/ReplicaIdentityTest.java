package dev.millrace.serving.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicaIdentityTest {

  @Test
  void anAddressThatNobodyCanAskIsNotTold() {
    for (String told : new String[] {"http://0.0.0.0:8081", "0.0.0.0", "http://[::]:8081/", "::"}) {
      assertThat(ReplicaIdentity.address(told)).as(told).isNull();
    }
    for (String told :
        new String[] {"http://10.0.0.0:8081", "http://edge:8081", "http://[::1]:8081", "edge"}) {
      assertThat(ReplicaIdentity.address(told)).isEqualTo(told);
    }
    assertThat(ReplicaIdentity.address(null)).isNull();
  }
}

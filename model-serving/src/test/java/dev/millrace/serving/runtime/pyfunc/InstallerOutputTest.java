package dev.millrace.serving.runtime.pyfunc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstallerOutputTest {

  private static final String CONFLICT =
      """
      Looking in indexes: https://joe:hunter2@packages.example/simple
      Collecting requests==2.32.3 (from -r requirements.txt (line 2))
      ERROR: Cannot install -r requirements.txt (line 2) and urllib3==1.20 because these package versions have conflicting dependencies.

      The conflict is caused by:
          The user requested urllib3==1.20
          requests 2.32.3 depends on urllib3<3 and >=1.21.1

      To fix this you could try to:
      1. loosen the range of package versions you've specified
      2. remove package versions to allow pip to attempt to solve the dependency conflict
      ERROR: ResolutionImpossible: for help visit https://pip.example/topics
      """;

  @Test
  void conflictIsToldInTheWordsOfPip() {
    assertThat(output(CONFLICT).fault())
        .isEqualTo(
            """
            ERROR: Cannot install -r requirements.txt (line 2) and urllib3==1.20 because these package versions have conflicting dependencies.
            The conflict is caused by:
                The user requested urllib3==1.20
                requests 2.32.3 depends on urllib3<3 and >=1.21.1""");
  }

  @Test
  void conflictIsToldInTheWordsOfUv() {
    String uv =
        """
        Using Python 3.11.7 environment at: x
          × No solution found when resolving dependencies:
          ╰─▶ Because requests==2.32.3 depends on urllib3>=1.21.1 and you require urllib3==1.20,
              your requirements are unsatisfiable.
        """;
    assertThat(output(uv).fault()).startsWith("  × No solution found").contains("unsatisfiable");
  }

  @Test
  void usersPasswordsAndTokensAreMasked() {
    assertThat(
            output(
                    """
                    ERROR: Could not fetch https://joe:hunter2@packages.example/simple/x?token=s3cret&page=1
                    ERROR: 401 for git+https://ghp_abc@code.example/x.git
                    """)
                .fault())
        .isEqualTo(
            """
            ERROR: Could not fetch https://********@packages.example/simple/x?token=********&page=1
            ERROR: 401 for git+https://********@code.example/x.git""");
  }

  @Test
  void anIndexThatWasNotReachedMayBeReachedLater() {
    assertThat(output(CONFLICT).saysIndexWasNotReached()).isFalse();
    assertThat(
            output("WARNING: Retrying after connection broken by 'NewConnectionError(...)'")
                .saysIndexWasNotReached())
        .isTrue();
  }

  private static InstallerOutput output(String text) {
    InstallerOutput output = new InstallerOutput();
    text.lines().filter(line -> !line.isBlank()).forEach(output::add);
    return output;
  }
}

package dev.millrace.platform.access;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * In mode {@code none} a caller is who he says he is: the user name of Basic credentials, as
 * MLflow's clients send it for {@code MLFLOW_TRACKING_USERNAME}, goes into histories. It is a claim
 * that nobody checks; the password is not looked at.
 */
public final class CallerNameFilter {

  private static final String BASIC = "Basic ";
  private static final int LONGEST_NAME = 250;

  @ServerRequestFilter(priority = 900)
  public void takeName(ContainerRequestContext request) {
    String name = claimedName(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    if (name != null) {
      request.setSecurityContext(new Claimed(name, request.getSecurityContext()));
    }
  }

  private static @Nullable String claimedName(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BASIC)) {
      return null;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      boolean usable =
          !name.isBlank()
              && name.length() <= LONGEST_NAME
              && name.chars().noneMatch(Character::isISOControl);
      return usable ? name : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private record Claimed(String name, SecurityContext rest) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
      return () -> name;
    }

    @Override
    public boolean isUserInRole(String role) {
      return rest.isUserInRole(role);
    }

    @Override
    public boolean isSecure() {
      return rest.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
      return SecurityContext.BASIC_AUTH;
    }
  }
}

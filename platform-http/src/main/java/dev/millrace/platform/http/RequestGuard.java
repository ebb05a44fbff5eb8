package dev.millrace.platform.http;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.platform.error.ErrorForm;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no honest client sends, before any route sees it: a Host that is not ours (DNS
 * rebinding), a change asked for by another origin's page, and a path that is not in its plain form
 * (two parts of the server could read it differently).
 */
@Singleton
final class RequestGuard {

  private static final int BEFORE_EVERYTHING = 1000;

  private static final Set<HttpMethod> CHANGES =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  /** Probes come with whatever Host the prober likes, and tell nothing. */
  private static final Set<String> PROBES = Set.of("/health", "/version", "/ping");

  /** File names may hold anything; the artifact routes have rules of their own for them. */
  private static final Pattern ARTIFACT_ROUTE =
      Pattern.compile("/(?:api|ajax-api)/2\\.0/mlflow-artifacts/.*");

  private static final Pattern NOT_PLAIN = Pattern.compile("//|/\\.{1,2}(?:/|$)|\\\\");
  private static final Pattern ENCODED =
      Pattern.compile(";|%(?:2e|2f|5c|00)", Pattern.CASE_INSENSITIVE);

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]/@\\s]+)(?::\\d{1,5})?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.|$)){4}");

  private final String host;
  private final Set<String> allowedHosts;
  private final Set<String> allowedOrigins;

  /** Most callers write it the same way. */
  private volatile @Nullable String lastOurs;

  RequestGuard(
      @ConfigProperty(name = "millrace.host", defaultValue = "127.0.0.1") String host,
      @ConfigProperty(name = "millrace.allowed-hosts") Optional<List<String>> allowedHosts,
      @ConfigProperty(name = "millrace.allowed-origins") Optional<List<String>> allowedOrigins) {
    this.host = host.toLowerCase(Locale.ROOT);
    this.allowedHosts = lowerCase(allowedHosts);
    this.allowedOrigins = lowerCase(allowedOrigins);
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_EVERYTHING);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = request.path() == null ? "" : request.path();
    String authority = authority(request);
    if (!isPlain(path)) {
      refuse(
          context,
          ErrorCode.INVALID_PARAMETER_VALUE,
          "The path of the request is not in its plain form: it must hold no '//', '/./', '/../',"
              + " ';', '\\' and no encoded dot, slash or backslash.");
    } else if (!PROBES.contains(path) && !path.startsWith("/q/health") && !isOurs(authority)) {
      refuse(
          context,
          ErrorCode.PERMISSION_DENIED,
          "This server does not answer to the name in the Host header. Its operator can add the"
              + " name with --allowed-hosts (MILLRACE_ALLOWED_HOSTS).");
    } else if (CHANGES.contains(request.method())
        && !isSameOrigin(request.getHeader("Origin"), authority)) {
      refuse(
          context,
          ErrorCode.PERMISSION_DENIED,
          "Pages of another origin may not change things here. The operator can add an origin with"
              + " --allowed-origins (MILLRACE_ALLOWED_ORIGINS).");
    } else {
      context.next();
    }
  }

  static boolean isPlain(String path) {
    return !isSuspicious(path) || isPlainByPatterns(path);
  }

  /** Whether the path has anything that the patterns look for; most have nothing. */
  private static boolean isSuspicious(String path) {
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%' || c == ';' || c == '\\' || (before == '/' && (c == '/' || c == '.'))) {
        return true;
      }
      before = c;
    }
    return false;
  }

  private static boolean isPlainByPatterns(String path) {
    if (NOT_PLAIN.matcher(path).find()) {
      return false;
    }
    return ARTIFACT_ROUTE.matcher(path).matches() || !ENCODED.matcher(path).find();
  }

  boolean isOurs(@Nullable String authority) {
    if (authority == null) {
      return false;
    }
    if (authority.equals(lastOurs)) {
      return true;
    }
    boolean ours = isOursByName(authority);
    if (ours) {
      lastOurs = authority;
    }
    return ours;
  }

  private boolean isOursByName(String authority) {
    var matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group("host").toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals(host)
        || name.startsWith("[")
        || IPV4.matcher(name).matches()
        || allowedHosts.contains(name)
        || allowedHosts.contains(authority.toLowerCase(Locale.ROOT))
        || allowedHosts.contains("*");
  }

  /** A request without an Origin is no browser's page; scripts and clients send none. */
  boolean isSameOrigin(@Nullable String origin, @Nullable String authority) {
    if (origin == null) {
      return true;
    }
    String named = origin.toLowerCase(Locale.ROOT);
    return named.equals("http://" + lowerCase(authority))
        || named.equals("https://" + lowerCase(authority))
        || allowedOrigins.contains(named);
  }

  private static @Nullable String authority(HttpServerRequest request) {
    String header = request.getHeader("Host");
    return header != null || request.authority() == null ? header : request.authority().toString();
  }

  private static void refuse(RoutingContext context, ErrorCode code, String message) {
    byte[] body;
    try {
      body =
          MlflowJson.mapper()
              .writeValueAsBytes(
                  ErrorForm.of(
                      String.valueOf(context.request().path()),
                      new ErrorResponse(code.name(), message)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    context
        .response()
        .setStatusCode(code.httpStatus())
        .putHeader("Content-Type", "application/json")
        .end(io.vertx.core.buffer.Buffer.buffer(body));
  }

  private static Set<String> lowerCase(Optional<List<String>> names) {
    return names.orElse(List.of()).stream()
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  private static String lowerCase(@Nullable String authority) {
    return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
  }
}

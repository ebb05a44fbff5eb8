package dev.millrace.serving.feed;

import dev.millrace.core.validation.Require;
import dev.millrace.serving.replay.RecordedRequest;
import java.util.List;

/**
 * What a version was asked behind an endpoint, newest first, for the next one to be warmed with.
 */
public record RecordedRequestList(List<RecordedRequest> requests) {

  public RecordedRequestList {
    requests = Require.listOrEmpty(requests);
  }
}

package dev.millrace.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A store that will not read some of its objects. */
record StubbornRepository(ArtifactRepository store, Map<String, IOException> unreadable)
    implements ArtifactRepository {

  @Override
  public void write(String objectKey, InputStream content, OptionalLong length) throws IOException {
    store.write(objectKey, content, length);
  }

  @Override
  public InputStream read(String objectKey) throws IOException {
    if (unreadable.containsKey(objectKey)) {
      throw unreadable.get(objectKey);
    }
    return store.read(objectKey);
  }

  @Override
  public InputStream read(String objectKey, long offset, long length) throws IOException {
    return store.read(objectKey, offset, length);
  }

  @Override
  public boolean holds(String objectKey, long sizeBytes) throws IOException {
    return store.holds(objectKey, sizeBytes);
  }

  @Override
  public void remove(String objectKey) throws IOException {
    store.remove(objectKey);
  }

  @Override
  public List<ListedObject> list(String prefix, String after, int limit) throws IOException {
    return store.list(prefix, after, limit);
  }
}

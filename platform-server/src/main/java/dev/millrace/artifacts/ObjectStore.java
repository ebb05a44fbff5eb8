package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactUsage;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which object of the store holds which content, and which objects nothing may refer to any more.
 *
 * <p>An object that becomes free goes in two steps, each a transaction of its own: {@link
 * #forgetIfFree} takes it out of the contents, so that no new file can refer to it, and only then
 * are its bytes removed and its note deleted. Whatever happens between leaves the note.
 */
@Singleton
final class ObjectStore extends JdbcStore {

  private static final HexFormat HEX = HexFormat.of();

  private static final String NOTE_UNFLUSHED =
      """
      WITH unflushed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
      INSERT INTO unreferenced_objects (object_key)
      SELECT ? FROM unflushed
      """;

  ObjectStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Notes that an object is about to be written. The note need not be flushed: the commit that
   * makes the object a file's flushes it too. A crash of PostgreSQL within the next half second can
   * lose it, and then an unfinished object stays in the store.
   */
  void insertUnreferenced(String objectKey) {
    update(NOTE_UNFLUSHED, objectKey);
  }

  /**
   * Notes that an object is about to be written, unless one with that content is there.
   *
   * @return false where one is there
   */
  boolean insertUnreferencedUnlessKnown(String objectKey, String sha256) {
    String sql =
        NOTE_UNFLUSHED + "WHERE NOT EXISTS (SELECT FROM artifact_objects WHERE sha256 = ?)";
    return update(sql, objectKey, HEX.parseHex(sha256)) == 1;
  }

  /** Forgets the note of an object; an unknown key is fine. */
  void deleteUnreferenced(String objectKey) {
    update("DELETE FROM unreferenced_objects WHERE object_key = ?", objectKey);
  }

  /**
   * Takes an object out of the unreferenced ones so that a file can refer to it.
   *
   * @return false where it is not among them: the collector took it
   */
  boolean claimUnreferenced(String objectKey) {
    return update("DELETE FROM unreferenced_objects WHERE object_key = ?", objectKey) == 1;
  }

  /** Locks the note of one object; empty where there is none or another transaction holds it. */
  Optional<String> lockUnreferenced(String objectKey) {
    String sql =
        """
        SELECT object_key FROM unreferenced_objects
        WHERE object_key = ?
        FOR UPDATE SKIP LOCKED
        """;
    return first(sql, row -> row.getString(1), objectKey);
  }

  /**
   * Locks the note of one object that was noted at least so long ago and is in no one's hands, so
   * that this transaction may remove it. Objects that another transaction holds are passed over.
   */
  Optional<String> lockUnreferencedFor(Duration age) {
    String sql =
        """
        SELECT object_key
        FROM unreferenced_objects AS noted
        WHERE since <= now() - ? * interval '1 second'
          AND NOT EXISTS (SELECT FROM artifact_objects AS o
                          WHERE o.object_key = noted.object_key AND o.leased_until > now())
        ORDER BY since
        LIMIT 1
        FOR UPDATE SKIP LOCKED
        """;
    return first(sql, row -> row.getString(1), age.toSeconds());
  }

  /**
   * Makes an object the one of its content, unless there is one already; that one stays until the
   * transaction ends.
   *
   * @return whether the content was new
   */
  boolean insertObject(StoredArtifact artifact) {
    String insert =
        """
        INSERT INTO artifact_objects (sha256, object_key, size_bytes, crc32c) VALUES (?, ?, ?, ?)
        ON CONFLICT (sha256) DO NOTHING
        """;
    byte[] sha256 = HEX.parseHex(artifact.sha256());
    while (true) {
      if (update(insert, sha256, artifact.objectKey(), artifact.sizeBytes(), artifact.crc32c())
          == 1) {
        return true;
      }
      // It may be gone again between the two statements: then it can be inserted.
      if (holdObject(artifact.sha256()).isPresent()) {
        return false;
      }
    }
  }

  /**
   * Makes an object the one of a content whose own is lost, and notes what may be left of that one.
   *
   * @return false where that one is not the object of the content any more
   */
  boolean replaceObject(String lostKey, StoredArtifact by) {
    String replace =
        """
        UPDATE artifact_objects SET object_key = ?, crc32c = ? WHERE sha256 = ? AND object_key = ?
        """;
    if (update(replace, by.objectKey(), by.crc32c(), HEX.parseHex(by.sha256()), lostKey) == 0) {
      return false;
    }
    update(
        "INSERT INTO unreferenced_objects (object_key) VALUES (?) ON CONFLICT DO NOTHING", lostKey);
    return true;
  }

  /** The object of a content; empty where there is none. */
  Optional<String> findObject(String sha256) {
    String sql = "SELECT object_key FROM artifact_objects WHERE sha256 = ?";
    return first(sql, row -> row.getString(1), HEX.parseHex(sha256));
  }

  /** The object of a content, kept until the transaction ends; empty where there is none. */
  Optional<String> holdObject(String sha256) {
    String sql = "SELECT object_key FROM artifact_objects WHERE sha256 = ? FOR KEY SHARE";
    return first(sql, row -> row.getString(1), HEX.parseHex(sha256));
  }

  /** What became of an object that was perhaps free. */
  enum Freed {
    /** No file can refer to it any more. */
    FREE,
    /** A file refers to it. */
    IN_USE,
    /** Someone may still read it by a URL. */
    LEASED
  }

  /**
   * Takes an object out of the contents where no file refers to it. The transaction must end before
   * its bytes are removed.
   */
  Freed forgetIfFree(String objectKey) {
    // Two statements: the second sees what those who held the row before have committed.
    Optional<Boolean> leased =
        first(
            """
            SELECT coalesce(leased_until > now(), false)
            FROM artifact_objects
            WHERE object_key = ?
            FOR UPDATE
            """,
            row -> row.getBoolean(1),
            objectKey);
    if (leased.isEmpty()) {
      return Freed.FREE;
    }
    int free =
        update(
            """
            DELETE FROM artifact_objects AS o
            WHERE object_key = ?
              AND coalesce(leased_until <= now(), true)
              AND NOT EXISTS (SELECT FROM artifacts AS a WHERE a.sha256 = o.sha256)
            """,
            objectKey);
    if (free == 1) {
      return Freed.FREE;
    }
    return leased.get() ? Freed.LEASED : Freed.IN_USE;
  }

  /** Keeps an object's bytes for so long, whatever becomes of the files that refer to it. */
  void lease(String sha256, Duration time) {
    update(
        """
        UPDATE artifact_objects
        SET leased_until = greatest(leased_until, now() + ? * interval '1 second')
        WHERE sha256 = ?
        """,
        time.toSeconds(),
        HEX.parseHex(sha256));
  }

  /** How many files there are, and how many objects hold them. */
  ArtifactUsage usage() {
    String sql =
        """
        SELECT (SELECT count(*) FROM artifacts),
               (SELECT coalesce(sum(size_bytes), 0) FROM artifacts),
               (SELECT count(*) FROM artifact_objects),
               (SELECT coalesce(sum(size_bytes), 0) FROM artifact_objects),
               (SELECT count(*) FROM unreferenced_objects)
        """;
    return query(
            sql,
            row ->
                ArtifactUsage.of(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
        .get(0);
  }
}

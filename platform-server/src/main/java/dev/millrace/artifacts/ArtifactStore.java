package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactRemover;
import dev.millrace.core.artifact.FileInfo;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The manifest, and the record of objects that the manifest does not name. */
@Singleton
final class ArtifactStore {

  private static final HexFormat HEX = HexFormat.of();

  private final AgroalDataSource dataSource;

  ArtifactStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Notes that an object is about to be written. */
  void insertUnreferenced(String objectKey) {
    String sql = "INSERT INTO unreferenced_objects (object_key) VALUES (?)";
    update(sql, s -> s.setString(1, objectKey));
  }

  /** Forgets an object that has been removed from the store; an unknown key is fine. */
  void deleteUnreferenced(String objectKey) {
    String sql = "DELETE FROM unreferenced_objects WHERE object_key = ?";
    update(sql, s -> s.setString(1, objectKey));
  }

  /**
   * Takes an object out of the unreferenced ones so that a manifest row can name it.
   *
   * @return false where it is not among them: the collector took it
   */
  boolean claimUnreferenced(String objectKey) {
    String sql = "DELETE FROM unreferenced_objects WHERE object_key = ?";
    return update(sql, s -> s.setString(1, objectKey)) == 1;
  }

  /**
   * Locks one object that has been unreferenced for at least so long, so that this transaction may
   * remove it. Objects that another transaction holds are passed over.
   */
  Optional<String> lockUnreferencedFor(Duration age) {
    String sql =
        """
        SELECT object_key
        FROM unreferenced_objects
        WHERE since <= now() - ? * interval '1 second'
        ORDER BY since
        LIMIT 1
        FOR UPDATE SKIP LOCKED
        """;
    return query(sql, s -> s.setLong(1, age.toSeconds()), row -> row.getString(1)).stream()
        .findFirst();
  }

  /**
   * Makes the file visible, in the place of one with the same path. The replaced object becomes
   * unreferenced. Concurrent calls for one path take turns and the last one stays.
   *
   * @return key of the replaced object
   */
  Optional<String> replace(StoredArtifact artifact) {
    while (true) {
      if (insert(artifact) == 1) {
        return Optional.empty();
      }
      Optional<String> replaced = lockObjectKey(artifact.path());
      // Empty where the row was deleted between the two statements: then it can be inserted.
      if (replaced.isPresent()) {
        updateRow(artifact);
        insertUnreferenced(replaced.get());
        return replaced;
      }
    }
  }

  private int insert(StoredArtifact artifact) {
    String sql =
        """
        INSERT INTO artifacts (object_key, size_bytes, sha256, content_type, created_at, path)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (path) DO NOTHING
        """;
    return update(sql, s -> bind(s, artifact));
  }

  private Optional<String> lockObjectKey(ArtifactPath path) {
    String sql = "SELECT object_key FROM artifacts WHERE path = ? FOR UPDATE";
    return query(sql, s -> s.setString(1, path.value()), row -> row.getString(1)).stream()
        .findFirst();
  }

  private void updateRow(StoredArtifact artifact) {
    String sql =
        """
        UPDATE artifacts
        SET object_key = ?, size_bytes = ?, sha256 = ?, content_type = ?, created_at = ?
        WHERE path = ?
        """;
    update(sql, s -> bind(s, artifact));
  }

  private static void bind(PreparedStatement statement, StoredArtifact artifact)
      throws SQLException {
    statement.setString(1, artifact.objectKey());
    statement.setLong(2, artifact.sizeBytes());
    statement.setBytes(3, HEX.parseHex(artifact.sha256()));
    statement.setString(4, artifact.contentType());
    statement.setLong(5, artifact.createdAtMillis());
    statement.setString(6, artifact.path().value());
  }

  /** The file of that path, or empty where there is none; a folder is none. */
  Optional<StoredArtifact> findArtifact(ArtifactPath path) {
    String sql =
        """
        SELECT object_key, size_bytes, sha256, content_type, created_at
        FROM artifacts
        WHERE path = ?
        """;
    return query(
            sql,
            s -> s.setString(1, path.value()),
            row ->
                new StoredArtifact(
                    path,
                    row.getString(1),
                    row.getLong(2),
                    HEX.formatHex(row.getBytes(3)),
                    row.getString(4),
                    row.getLong(5)))
        .stream()
        .findFirst();
  }

  /** Whether there is a file anywhere below that path. */
  boolean isFolder(ArtifactPath path) {
    String sql = "SELECT 1 FROM artifacts WHERE path >= ? AND path < ? LIMIT 1";
    return !query(sql, s -> bindRange(s, path), row -> row.getInt(1)).isEmpty();
  }

  /** Which of the paths is a file; empty where none is. */
  Optional<String> findFileAmong(List<String> paths) {
    String sql = "SELECT path FROM artifacts WHERE path = ANY (?) LIMIT 1";
    return query(
            sql,
            s -> s.setArray(1, s.getConnection().createArrayOf("text", paths.toArray())),
            row -> row.getString(1))
        .stream()
        .findFirst();
  }

  /**
   * What lies directly in a folder, by name; an unknown folder is empty. It costs one index probe
   * per line of the answer, however much lies further below.
   */
  List<FileInfo> listFolder(ArtifactPath folder) {
    String sql =
        """
        WITH RECURSIVE child AS (
          (SELECT path, size_bytes
           FROM artifacts
           WHERE path >= ? AND path < ?
           ORDER BY path
           LIMIT 1)
          UNION ALL
          SELECT next.path, next.size_bytes
          FROM child
          CROSS JOIN LATERAL (
            SELECT path, size_bytes
            FROM artifacts
            WHERE path < ?
              AND path >= CASE
                -- behind everything in the sub-folder this file is in
                WHEN strpos(substr(child.path, ?), '/') > 0
                  THEN left(child.path, ?) || split_part(substr(child.path, ?), '/', 1) || '0'
                ELSE child.path || chr(1)
              END
            ORDER BY path
            LIMIT 1) AS next
        )
        SELECT split_part(substr(path, ?), '/', 1) AS name,
               strpos(substr(path, ?), '/') > 0 AS is_folder,
               size_bytes
        FROM child
        ORDER BY 1, 2
        """;
    String prefix = folder.isRoot() ? "" : folder.value() + "/";
    int prefixLength = prefix.codePointCount(0, prefix.length());
    return query(
        sql,
        s -> {
          bindRange(s, folder);
          s.setString(3, endOf(folder));
          s.setInt(4, prefixLength + 1);
          s.setInt(5, prefixLength);
          s.setInt(6, prefixLength + 1);
          s.setInt(7, prefixLength + 1);
          s.setInt(8, prefixLength + 1);
        },
        row ->
            row.getBoolean(2)
                ? FileInfo.folder(row.getString(1))
                : FileInfo.file(row.getString(1), row.getLong(3)));
  }

  /** Every file below a folder, by path, with paths relative to it. */
  List<ArtifactEntry> listTree(ArtifactPath folder) {
    String sql =
        """
        SELECT path, size_bytes, sha256
        FROM artifacts
        WHERE path >= ? AND path < ?
        ORDER BY path
        """;
    return query(
        sql,
        s -> bindRange(s, folder),
        row ->
            new ArtifactEntry(
                folder.relativize(row.getString(1)),
                row.getLong(2),
                HEX.formatHex(row.getBytes(3))));
  }

  /**
   * Removes the file of that path, or every file below it, from the manifest. Their objects become
   * unreferenced. An unknown path is fine.
   *
   * @return keys of those objects
   */
  List<String> deleteTree(ArtifactPath path) {
    String sql =
        """
        WITH gone AS (
          DELETE FROM artifacts
          WHERE path = ? OR (path >= ? AND path < ?)
          RETURNING object_key
        )
        INSERT INTO unreferenced_objects (object_key)
        SELECT object_key FROM gone
        RETURNING object_key
        """;
    return query(
        sql,
        s -> {
          s.setString(1, path.value());
          s.setString(2, path.value() + "/");
          s.setString(3, endOf(path));
        },
        row -> row.getString(1));
  }

  /** Files at or below some roots, those at or below a kept path apart; each is counted once. */
  ArtifactRemover.Removal measureTrees(List<String> roots, List<String> kept) {
    String sql =
        """
        SELECT count(*) FILTER (WHERE NOT stays), coalesce(sum(size_bytes) FILTER (WHERE NOT stays), 0),
               count(*) FILTER (WHERE stays), coalesce(sum(size_bytes) FILTER (WHERE stays), 0)
        FROM (
          SELECT a.size_bytes,
                 EXISTS (SELECT FROM unnest(?) AS kept (path)
                         WHERE a.path = kept.path OR starts_with(a.path, kept.path || '/')) AS stays
          FROM (SELECT DISTINCT path FROM unnest(?) AS root (path)) AS root
          JOIN artifacts AS a ON a.path >= root.path AND a.path < root.path || '0'
           AND (a.path = root.path OR starts_with(a.path, root.path || '/'))) AS file
        """;
    return query(
            sql,
            s -> {
              s.setArray(1, s.getConnection().createArrayOf("text", kept.toArray()));
              s.setArray(2, s.getConnection().createArrayOf("text", roots.toArray()));
            },
            row ->
                new ArtifactRemover.Removal(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), List.of()))
        .get(0);
  }

  /**
   * Removes every file at or below some roots from the manifest, but not what is at or below a kept
   * path. Their objects become unreferenced.
   *
   * @return keys of those objects
   */
  List<String> deleteTrees(List<String> roots, List<String> kept) {
    String sql =
        """
        WITH gone AS (
          DELETE FROM artifacts AS a USING unnest(?) AS root (path)
          WHERE a.path >= root.path AND a.path < root.path || '0'
            AND (a.path = root.path OR starts_with(a.path, root.path || '/'))
            AND NOT EXISTS (SELECT FROM unnest(?) AS kept (path)
                            WHERE a.path = kept.path OR starts_with(a.path, kept.path || '/'))
          RETURNING a.object_key
        )
        INSERT INTO unreferenced_objects (object_key)
        SELECT object_key FROM gone
        RETURNING object_key
        """;
    return query(
        sql,
        s -> {
          s.setArray(1, s.getConnection().createArrayOf("text", roots.toArray()));
          s.setArray(2, s.getConnection().createArrayOf("text", kept.toArray()));
        },
        row -> row.getString(1));
  }

  private static void bindRange(PreparedStatement statement, ArtifactPath folder)
      throws SQLException {
    statement.setString(1, folder.isRoot() ? "" : folder.value() + "/");
    statement.setString(2, endOf(folder));
  }

  /** The first text behind everything in the folder: '0' follows '/'. */
  private static String endOf(ArtifactPath folder) {
    return folder.isRoot() ? Character.toString(Character.MAX_CODE_POINT) : folder.value() + "0";
  }

  private interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private int update(String sql, Binder binder) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new ArtifactStoreException(e);
    }
  }

  private <T> List<T> query(String sql, Binder binder, Mapper<T> mapper) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(mapper.map(rows));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new ArtifactStoreException(e);
    }
  }
}

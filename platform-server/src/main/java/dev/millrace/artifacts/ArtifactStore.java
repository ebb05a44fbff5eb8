package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactRemover;
import dev.millrace.core.artifact.FileInfo;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The manifest: which file has which content. A file is visible exactly when it has a row. */
@Singleton
final class ArtifactStore extends JdbcStore {

  private static final HexFormat HEX = HexFormat.of();

  /**
   * What becomes of the objects of files that were taken out of the manifest as {@code gone
   * (sha256)}. In the order of their keys, so that no two transactions wait for each other.
   */
  private static final String NOTE_OBJECTS_OF_GONE =
      """
      INSERT INTO unreferenced_objects (object_key)
      SELECT DISTINCT o.object_key
      FROM gone JOIN artifact_objects AS o USING (sha256)
      ORDER BY o.object_key
      ON CONFLICT (object_key) DO UPDATE SET since = now()
      RETURNING object_key
      """;

  ArtifactStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Makes a file visible whose content and path are both new, all at once: its object, which is
   * noted as unreferenced, becomes the one of its content.
   *
   * @return false where it is not so, or a folder or file is in the way; nothing is changed then
   * @throws dev.millrace.platform.jdbc.DatabaseException a unique violation where another upload of
   *     the same content or path is committed meanwhile
   */
  boolean insertNew(StoredArtifact artifact) {
    String sql =
        """
        WITH claimed AS (
          DELETE FROM unreferenced_objects
          WHERE object_key = ?
            AND NOT EXISTS (SELECT FROM artifact_objects WHERE sha256 = ?)
            AND NOT EXISTS (SELECT FROM artifacts WHERE path = ANY (?))
            AND NOT EXISTS (SELECT FROM artifacts WHERE path >= ? AND path < ?)
          RETURNING object_key
        ), object AS (
          INSERT INTO artifact_objects (sha256, object_key, size_bytes, crc32c)
          SELECT ?, object_key, ?, ? FROM claimed
          RETURNING sha256, size_bytes
        )
        INSERT INTO artifacts (sha256, size_bytes, content_type, created_at, path)
        SELECT sha256, size_bytes, ?, ?, ? FROM object
        """;
    ArtifactPath path = artifact.path();
    byte[] sha256 = HEX.parseHex(artifact.sha256());
    List<String> inTheWay = new ArrayList<>(path.parents());
    inTheWay.add(path.value());
    return update(
            sql,
            artifact.objectKey(),
            sha256,
            inTheWay.toArray(String[]::new),
            startOf(path),
            endOf(path),
            sha256,
            artifact.sizeBytes(),
            artifact.crc32c(),
            artifact.contentType(),
            artifact.createdAtMillis(),
            path.value())
        == 1;
  }

  /**
   * Makes the file visible, in the place of one with the same path. Its content has an object.
   * Concurrent calls for one path take turns and the last one stays.
   *
   * @return key of the object of what was replaced, unless the content stayed the same
   */
  Optional<String> replace(StoredArtifact artifact) {
    while (true) {
      if (insert(artifact) == 1) {
        return Optional.empty();
      }
      Optional<byte[]> replaced = lockContent(artifact.path());
      // Empty where the row was deleted between the two statements: then it can be inserted.
      if (replaced.isPresent()) {
        updateRow(artifact);
        return HEX.formatHex(replaced.get()).equals(artifact.sha256())
            ? Optional.empty()
            : noteObject(replaced.get());
      }
    }
  }

  private int insert(StoredArtifact artifact) {
    String sql =
        """
        INSERT INTO artifacts (sha256, size_bytes, content_type, created_at, path)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (path) DO NOTHING
        """;
    return writeRow(sql, artifact);
  }

  private void updateRow(StoredArtifact artifact) {
    String sql =
        """
        UPDATE artifacts
        SET sha256 = ?, size_bytes = ?, content_type = ?, created_at = ?
        WHERE path = ?
        """;
    writeRow(sql, artifact);
  }

  private int writeRow(String sql, StoredArtifact artifact) {
    return update(
        sql,
        HEX.parseHex(artifact.sha256()),
        artifact.sizeBytes(),
        artifact.contentType(),
        artifact.createdAtMillis(),
        artifact.path().value());
  }

  private Optional<byte[]> lockContent(ArtifactPath path) {
    String sql = "SELECT sha256 FROM artifacts WHERE path = ? FOR UPDATE";
    return first(sql, row -> row.getBytes(1), path.value());
  }

  private Optional<String> noteObject(byte[] sha256) {
    String gone = "WITH gone AS (SELECT ?::bytea AS sha256) ";
    return first(gone + NOTE_OBJECTS_OF_GONE, row -> row.getString(1), sha256);
  }

  /** The file of that path, or empty where there is none; a folder is none. */
  Optional<StoredArtifact> findArtifact(ArtifactPath path) {
    String sql =
        """
        SELECT o.object_key, a.size_bytes, a.sha256, o.crc32c, a.content_type, a.created_at
        FROM artifacts AS a JOIN artifact_objects AS o USING (sha256)
        WHERE a.path = ?
        """;
    return first(
        sql,
        row ->
            new StoredArtifact(
                path,
                row.getString(1),
                row.getLong(2),
                HEX.formatHex(row.getBytes(3)),
                row.getObject(4, Integer.class),
                row.getString(5),
                row.getLong(6)),
        path.value());
  }

  /** Whether there is a file anywhere below that path. */
  boolean isFolder(ArtifactPath path) {
    String sql = "SELECT 1 FROM artifacts WHERE path >= ? AND path < ? LIMIT 1";
    return first(sql, row -> row.getInt(1), startOf(path), endOf(path)).isPresent();
  }

  /** Which of the paths is a file; empty where none is. */
  Optional<String> findFileAmong(List<String> paths) {
    String sql = "SELECT path FROM artifacts WHERE path = ANY (?) LIMIT 1";
    return first(sql, row -> row.getString(1), (Object) paths.toArray(String[]::new));
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
        row ->
            row.getBoolean(2)
                ? FileInfo.folder(row.getString(1))
                : FileInfo.file(row.getString(1), row.getLong(3)),
        startOf(folder),
        endOf(folder),
        endOf(folder),
        prefixLength + 1,
        prefixLength,
        prefixLength + 1,
        prefixLength + 1,
        prefixLength + 1);
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
        row ->
            new ArtifactEntry(
                folder.relativize(row.getString(1)),
                row.getLong(2),
                HEX.formatHex(row.getBytes(3))),
        startOf(folder),
        endOf(folder));
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
          RETURNING sha256
        )
        """;
    return query(
        sql + NOTE_OBJECTS_OF_GONE,
        row -> row.getString(1),
        path.value(),
        startOf(path),
        endOf(path));
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
            row ->
                new ArtifactRemover.Removal(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), List.of()),
            kept.toArray(String[]::new),
            roots.toArray(String[]::new))
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
          RETURNING a.sha256
        )
        """;
    return query(
        sql + NOTE_OBJECTS_OF_GONE,
        row -> row.getString(1),
        roots.toArray(String[]::new),
        kept.toArray(String[]::new));
  }

  private static String startOf(ArtifactPath folder) {
    return folder.isRoot() ? "" : folder.value() + "/";
  }

  /** The first text behind everything in the folder: '0' follows '/'. */
  private static String endOf(ArtifactPath folder) {
    return folder.isRoot() ? Character.toString(Character.MAX_CODE_POINT) : folder.value() + "0";
  }
}

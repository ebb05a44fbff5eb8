package dev.millrace.artifacts;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Uploads whose parts callers send to the object store themselves. */
@Singleton
final class MultipartUploadStore extends JdbcStore {

  MultipartUploadStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * An upload.
   *
   * @param path of the file that it becomes
   */
  record Upload(String uploadId, String objectKey, String path, boolean completed) {}

  void insert(String uploadId, String objectKey, ArtifactPath path) {
    update(
        "INSERT INTO multipart_uploads (upload_id, object_key, path) VALUES (?, ?, ?)",
        uploadId,
        objectKey,
        path.value());
  }

  /** The upload of that id; empty where it is unknown, aborted or too old. */
  Optional<Upload> find(String uploadId) {
    String sql =
        """
        SELECT upload_id, object_key, path, completed
        FROM multipart_uploads
        WHERE upload_id = ?
        """;
    return first(sql, MultipartUploadStore::upload, uploadId);
  }

  /** The upload that is under way to that object; empty where none is. */
  Optional<Upload> findUnderWay(String objectKey) {
    String sql =
        """
        SELECT upload_id, object_key, path, completed
        FROM multipart_uploads
        WHERE object_key = ? AND NOT completed
        """;
    return first(sql, MultipartUploadStore::upload, objectKey);
  }

  void markCompleted(String uploadId) {
    update("UPDATE multipart_uploads SET completed = true WHERE upload_id = ?", uploadId);
  }

  void delete(String uploadId) {
    update("DELETE FROM multipart_uploads WHERE upload_id = ?", uploadId);
  }

  /** Forgets uploads that were completed so long ago. */
  void deleteCompletedFor(Duration age) {
    update(
        """
        DELETE FROM multipart_uploads
        WHERE completed AND created_at <= now() - ? * interval '1 second'
        """,
        age.toSeconds());
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4));
  }
}

package dev.millrace.registry.version;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code model_versions}. */
@Entity
@Table(name = "model_versions")
class ModelVersionEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "model_version_id")
  @Nullable Long id;

  @Column(name = "registered_model_id", updatable = false)
  long registeredModelId;

  @Column(updatable = false)
  int version;

  @Column(name = "created_at", updatable = false)
  long createdAtMillis;

  @Column(name = "last_updated_at")
  long lastUpdatedAtMillis;

  @Column(columnDefinition = "text")
  @Nullable String description;

  @Column(columnDefinition = "text")
  String stage = Stage.NONE.wireName();

  @Column(columnDefinition = "text", updatable = false)
  String source = "";

  @Column(name = "artifact_root", columnDefinition = "text", updatable = false)
  @Nullable String artifactRoot;

  @Column(name = "run_id", columnDefinition = "text", updatable = false)
  @Nullable String runId;

  @Column(name = "model_id", columnDefinition = "text", updatable = false)
  @Nullable String modelId;

  @Column(name = "run_link", columnDefinition = "text", updatable = false)
  @Nullable String runLink;
}

package dev.millrace.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of {@code registered_models}; the version counter is the version store's. */
@Entity
@DynamicUpdate
@Table(name = "registered_models")
class RegisteredModelEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "registered_model_id")
  @Nullable Long id;

  @Column(columnDefinition = "text")
  String name = "";

  @Column(columnDefinition = "text")
  @Nullable String description;

  @Column(name = "created_at", updatable = false)
  long createdAtMillis;

  @Column(name = "last_updated_at")
  long lastUpdatedAtMillis;
}

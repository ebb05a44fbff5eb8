package dev.millrace.tracking.experiment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "experiments")
@DynamicUpdate
@NullUnmarked
class ExperimentEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "experiment_id")
  Long id;

  @Column(nullable = false)
  String name;

  @Column(name = "artifact_location", nullable = false)
  String artifactLocation;

  @Column(name = "lifecycle_stage", nullable = false)
  String lifecycleStage;

  @Column(name = "creation_time", nullable = false)
  long creationTimeMillis;

  @Column(name = "last_update_time", nullable = false)
  long lastUpdateTimeMillis;
}

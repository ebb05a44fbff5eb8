package dev.millrace.registry.promotion;

import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.Promotion;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One row of the history; the database refuses to change it. */
@Entity
@Immutable
@Table(name = "promotions")
class PromotionEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "promotion_id")
  @Nullable Long id;

  @Column(name = "registered_model_id")
  long registeredModelId;

  @Column(name = "model_name", columnDefinition = "text")
  String modelName = "";

  @Column(columnDefinition = "text")
  String alias = "";

  @Column(columnDefinition = "text")
  String kind = "";

  @Column(name = "from_version")
  @Nullable Integer fromVersion;

  @Column(name = "to_version")
  @Nullable Integer toVersion;

  @Column(columnDefinition = "text")
  @Nullable String reason;

  @Column(name = "moved_by", columnDefinition = "text")
  String movedBy = "";

  @Column(name = "created_at")
  long createdAtMillis;

  Promotion toRecord() {
    return new Promotion(
        String.valueOf(id),
        modelName,
        alias,
        AliasMoveKind.valueOf(kind.toUpperCase(Locale.ROOT)),
        fromVersion == null ? null : fromVersion.toString(),
        toVersion == null ? null : toVersion.toString(),
        reason,
        movedBy,
        createdAtMillis);
  }
}

package dev.millrace.serving.endpoint;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "serving_endpoint")
class EndpointEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "endpoint_id")
  long id;

  @Column(name = "name", nullable = false)
  String name = "";

  @Column(name = "model_name", nullable = false)
  String modelName = "";

  @Column(name = "alias", nullable = false)
  String alias = "";

  @Column(name = "created_at", nullable = false)
  long createdAtMillis;
}

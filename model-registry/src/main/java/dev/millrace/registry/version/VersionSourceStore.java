package dev.millrace.registry.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.VersionSources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Tells which artifacts versions need. */
@ApplicationScoped
class VersionSourceStore implements VersionSources {

  private final EntityManager entities;

  VersionSourceStore(EntityManager entities) {
    this.entities = entities;
  }

  /** In the order of the folders; a folder that several versions share comes once. */
  @Override
  @Transactional
  public List<String> sourcesWithin(List<String> rootUris) {
    return entities
        .createNativeQuery(
            """
            SELECT DISTINCT v.artifact_root
            FROM model_versions AS v, jsonb_array_elements_text(CAST(:roots AS jsonb)) AS root (uri)
            WHERE v.artifact_root = root.uri
               OR starts_with(v.artifact_root, root.uri || '/')
               OR starts_with(root.uri, v.artifact_root || '/')
            ORDER BY 1
            """)
        .setParameter("roots", json(rootUris))
        .getResultList();
  }

  private static String json(List<String> texts) {
    try {
      return MlflowJson.mapper().writeValueAsString(texts);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

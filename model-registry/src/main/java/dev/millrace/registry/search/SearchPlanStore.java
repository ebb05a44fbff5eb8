package dev.millrace.registry.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** How PostgreSQL plans searches. */
@ApplicationScoped
public class SearchPlanStore {

  private final EntityManager entities;

  SearchPlanStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Has the rest of the transaction planned for the values it asks for. A plan for any value takes
   * a tag that a tenth of all versions have for one that hardly any has.
   */
  public void planForValues() {
    entities
        .createNativeQuery("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
        .getSingleResult();
  }
}

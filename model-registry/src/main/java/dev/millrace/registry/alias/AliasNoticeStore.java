package dev.millrace.registry.alias;

import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells every server of moved aliases. */
@Singleton
class AliasNoticeStore extends JdbcStore {

  AliasNoticeStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Sends notices in one transaction, which writes nothing and so waits for no disk. */
  void send(List<String> notices) {
    query(
        "SELECT pg_notify(?, notice) FROM unnest(?) AS notice",
        row -> true,
        AliasDirectory.CHANNEL,
        notices.toArray(String[]::new));
  }
}

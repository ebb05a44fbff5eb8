package dev.millrace.registry.alias;

import dev.millrace.core.registry.AliasDirectory;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Tells every server of moved aliases. */
@ApplicationScoped
class AliasNoticeStore {

  private final AgroalDataSource dataSource;

  AliasNoticeStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Sends notices in one transaction, which writes nothing and so waits for no disk. */
  void send(List<String> notices) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement notify =
            connection.prepareStatement("SELECT pg_notify(?, notice) FROM unnest(?) AS notice")) {
      notify.setString(1, AliasDirectory.CHANNEL);
      notify.setArray(2, connection.createArrayOf("text", notices.toArray()));
      notify.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("moved aliases could not be told of", e);
    }
  }
}

package org.weijifen.platform.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Gives the connections of the role that migrates, which come from no pool, the properties of those in the pool: they quote no
 * rows in errors, and give up on a server that is gone.
 */
@Singleton
final class OwnerConnections implements FlywayConfigurationCustomizer {
    private static final String PROPERTIES = "quarkus.datasource.jdbc.additional-jdbc-properties";

    @Override
    public void customize(FluentConfiguration configuration) {
        if (configuration.getUser() != null) {
            configuration
                    .jdbcProperties(properties())
                    .dataSource(configuration.getUrl(), configuration.getUser(), configuration.getPassword());
        }
    }

    private static Map<String, String> properties() {
        return ConfigProvider.getConfig()
                .unwrap(SmallRyeConfig.class)
                .getOptionalValues(PROPERTIES, String.class, String.class)
                .orElse(Map.of());
    }
}

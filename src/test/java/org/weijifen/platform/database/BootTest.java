package org.weijifen.platform.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.TestDatabase;

@QuarkusTest
class BootTest {
    @Test
    void isReadyOnItsOwnDatabase() throws Exception {
        given().get("/q/health/ready").then().statusCode(200);
        try (var c = TestDatabase.asSuperuser();
                var s = c.createStatement();
                var r = s.executeQuery("select count(*) from flyway_schema_history where success")) {
            r.next();
            assertThat(r.getInt(1)).isPositive();
        }
    }
}

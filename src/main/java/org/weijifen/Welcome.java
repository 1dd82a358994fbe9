package org.weijifen;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/** Logs the addresses of the service once it answers. */
@Singleton
final class Welcome {

    void tell(@ObservesAsync HttpServerStart started) {
        String base = "http://localhost:" + started.options().getPort();
        switch (LaunchMode.current()) {
            case DEVELOPMENT, RUN -> System.out.println(places(base) + firstSteps(base));
            case NORMAL -> System.out.println(places(base));
            case TEST -> {}
        }
    }

    private static String places(String base) {
        return """

                Weijifen 微积分
                  API                   %1$s/v1
                  Swagger UI / 接口文档  %1$s/q/swagger-ui
                  OpenAPI               %1$s/q/openapi
                  Error codes / 错误码   %1$s/docs/problems
                """.formatted(base);
    }

    private static String firstSteps(String base) {
        return """
                Sign in as admin with weijifen-demo. A first look at the demo community / 示例社区，先看一眼：
                  TOKEN=$(curl -s %1$s/v1/tokens -H 'Content-Type: application/json' \\
                    -d '{"username":"admin","password":"weijifen-demo"}' | sed -E 's/.*"accessToken":"([^"]+)".*/\\1/')
                  curl -s %1$s/v1/communities/fuxi/members -H "Authorization: Bearer $TOKEN"
                The rest of the tour is in README.md / 完整演示见 README.zh-CN.md
                """.formatted(base);
    }
}

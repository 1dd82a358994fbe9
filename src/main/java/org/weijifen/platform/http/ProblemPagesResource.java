package org.weijifen.platform.http;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Problems;

/** The page that the {@code type} of a problem document points to. */
@Path("/docs/problems")
@PermitAll
public class ProblemPagesResource {
    private static final String PAGE = """
            <!doctype html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>错误代码 · Error codes</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%%; }
            th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
            tr:target { background: #fff3bf; }
            </style>
            </head>
            <body>
            <h1>错误代码 · Error codes</h1>
            <p>程序请按 <code>code</code> 判断；可重试表示用同样的请求和同样的 Idempotency-Key 再试一次可能成功。</p>
            <p lang="en">Programs branch on <code>code</code>. Retryable: the same request with the same Idempotency-Key
            may succeed later.</p>
            <table>
            <tr><th>code</th><th>HTTP</th><th>可重试 · Retryable</th><th>中文</th><th>English</th></tr>
            %s
            </table>
            </body>
            </html>
            """;

    @GET
    @Produces("text/html;charset=UTF-8")
    @Operation(hidden = true)
    public String page() {
        return PAGE.formatted(
                Arrays.stream(ErrorCode.values()).map(ProblemPagesResource::row).collect(Collectors.joining("\n")));
    }

    private static String row(ErrorCode code) {
        return "<tr id=\"%1$s\"><td><code>%1$s</code></td><td>%2$d</td><td>%3$s</td><td>%4$s</td><td lang=\"en\">%5$s</td></tr>"
                .formatted(
                        code.code(),
                        code.status(),
                        code.retryable() ? "是 · yes" : "否 · no",
                        explained(code, Locale.SIMPLIFIED_CHINESE),
                        explained(code, Locale.ENGLISH));
    }

    /** The cause and its remedy. */
    private static String explained(ErrorCode code, Locale locale) {
        return "<b>" + Problems.title(code, locale) + "</b><br>" + Problems.remedy(code, locale);
    }
}

package hello;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The least a Quarkus service can be. */
@Path("/hello")
public class HelloResource {
    @GET
    public String hello() {
        return "hello";
    }
}

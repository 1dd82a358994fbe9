package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys that sign tokens, without their secrets, which never leave the service. */
@Path("/v1/signing-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@RolesAllowed(Permission.ADMINISTRATOR)
@AccountLookup
public class SigningKeysResource {
    private final SigningKeys keys;
    private final Caller caller;
    private final Clock clock;

    SigningKeysResource(SigningKeys keys, Caller caller, Clock clock) {
        this.keys = keys;
        this.caller = caller;
        this.clock = clock;
    }

    /** What a key does. */
    enum KeyStatus {
        /** Signs next, when all instances know it. */
        @JsonProperty("next")
        NEXT,
        /** Signs tokens. */
        @JsonProperty("signing")
        SIGNING,
        /** Verifies the tokens that it has signed, until they have expired. */
        @JsonProperty("verifying")
        VERIFYING
    }

    /** All keys. */
    @Schema(name = "SigningKeys")
    record SigningKeysView(List<SigningKeyView> items) {}

    @Schema(name = "SigningKey")
    record SigningKeyView(
            @Schema(description = "`kid` in the header of the tokens that it has signed")
            UUID kid,

            @Schema(description = "`next` signs soon, `signing` signs, `verifying` does no more than verify")
            KeyStatus status,

            Instant createdAt,
            @Schema(description = "From when it signs") Instant signsFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(
                    description =
                            "When it is deleted, because all its tokens have expired by then; absent for the last key",
                    nullable = true)
            Instant verifiesUntil) {}

    @GET
    @Operation(
            operationId = "listSigningKeys",
            summary = "List the keys that sign tokens",
            description = "In the order in which they sign. No secret is shown.")
    @APIResponse(
            responseCode = "200",
            description = "The keys",
            content = @Content(schema = @Schema(implementation = SigningKeysView.class)))
    public SigningKeysView list() {
        Instant now = clock.instant();
        UUID signing = keys.signing().id();
        return new SigningKeysView(keys.all().stream()
                .filter(key -> !key.hasEnded(now))
                .map(key -> view(key, signing, now))
                .toList());
    }

    @POST
    @Operation(
            operationId = "rotateSigningKeys",
            summary = "Let another key sign from now on",
            description =
                    "It signs ten seconds later, when all instances know it; until then a repetition makes no other one."
                            + " Nobody is signed out: the keys before it verify what they have signed. Without this it happens every 30"
                            + " days.")
    @APIResponse(
            responseCode = "200",
            description = "All keys",
            content = @Content(schema = @Schema(implementation = SigningKeysView.class)))
    public SigningKeysView rotate() {
        keys.rotate(caller.read());
        return list();
    }

    @DELETE
    @Path("/{kid}")
    @Operation(
            operationId = "deleteSigningKey",
            summary = "End a key and all tokens that it has signed",
            description =
                    "Within 5 seconds on every instance. Whoever has such a token signs in again. The key that signs can't be"
                            + " ended: let another one sign before.")
    @APIResponse(
            responseCode = "200",
            description = "The keys that are left",
            content = @Content(schema = @Schema(implementation = SigningKeysView.class)))
    public SigningKeysView delete(@PathParam("kid") UUID kid) {
        keys.end(kid, caller.read());
        return list();
    }

    private static SigningKeyView view(SigningKey key, UUID signing, Instant now) {
        KeyStatus status = key.id().equals(signing)
                ? KeyStatus.SIGNING
                : key.signsFrom().isAfter(now) ? KeyStatus.NEXT : KeyStatus.VERIFYING;
        return new SigningKeyView(key.id(), status, key.createdAt(), key.signsFrom(), key.verifiesUntil());
    }
}

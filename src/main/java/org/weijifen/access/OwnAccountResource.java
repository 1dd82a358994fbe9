package org.weijifen.access;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.http.ClientAddresses;

/** The own account of whoever signs in with a password. */
@Path("/v1/me")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@AccountLookup
@RolesAllowed(Permission.USER)
public class OwnAccountResource {
    private static final int MAX_LENGTH = 200;

    private final OwnAccountService service;
    private final Caller caller;
    private final ClientAddresses addresses;
    private final RoutingContext request;

    OwnAccountResource(OwnAccountService service, Caller caller, ClientAddresses addresses, RoutingContext request) {
        this.service = service;
        this.caller = caller;
        this.addresses = addresses;
        this.request = request;
    }

    record PasswordChange(
            @NotNull @Size(max = MAX_LENGTH) String currentPassword,

            @Schema(description = "At most 72 bytes in UTF-8, and not easily guessed", writeOnly = true)
            @NotNull @Size(min = Secrets.MIN_LENGTH, max = Secrets.MAX_BYTES) String newPassword) {}

    record SecondFactorConfirmation(
            @Schema(description = "What the authenticator shows", examples = "123456") @NotNull @Size(max = MAX_LENGTH) String code) {}

    record SecondFactorRemoval(
            @Schema(description = "Of the authenticator, or for recovery") @NotNull @Size(max = MAX_LENGTH) String code) {}

    record SecondFactorBeginning(
            @NotNull @Size(max = MAX_LENGTH) String currentPassword) {}

    @PUT
    @Path("/password")
    @Blocking
    @WhilePending(PendingStep.PASSWORD_CHANGE)
    @Operation(
            operationId = "changeOwnPassword",
            summary = "Change one's own password",
            description =
                    "Wrong current passwords count like wrong sign-ins. The answer is a token for what comes next.")
    @APIResponse(
            responseCode = "200",
            description = "A token in the place of the one this was asked with",
            content = @Content(schema = @Schema(implementation = Tokens.Token.class)))
    public CompletionStage<Tokens.Token> changePassword(@NotNull @Valid PasswordChange wanted) {
        return service.changePassword(
                wanted.currentPassword(), wanted.newPassword(), addresses.of(request), caller.read());
    }

    @POST
    @Path("/second-factor")
    @Blocking
    @WhilePending(PendingStep.SECOND_FACTOR)
    @Operation(
            operationId = "enrolSecondFactor",
            summary = "Begin to enrol a second factor: one-time codes of an authenticator",
            description =
                    "Nothing changes until it is confirmed. Asked again, it begins anew with another secret. Wrong passwords"
                            + " count like wrong sign-ins.")
    @APIResponse(
            responseCode = "200",
            description = "What the authenticator needs to know; shown this once",
            content = @Content(schema = @Schema(implementation = SecondFactors.Enrolment.class)))
    public CompletionStage<SecondFactors.Enrolment> enrol(@NotNull @Valid SecondFactorBeginning given) {
        return service.enrolSecondFactor(given.currentPassword(), addresses.of(request), caller.read());
    }

    @POST
    @Path("/second-factor/confirmation")
    @Blocking
    @WhilePending(PendingStep.SECOND_FACTOR)
    @Operation(
            operationId = "confirmSecondFactor",
            summary = "Enrol the second factor, by a first code",
            description = "From then on each sign-in needs a code (`code` of `POST /v1/tokens`).")
    @APIResponse(
            responseCode = "200",
            description = "The recovery codes, and a token in the place of the one this was asked with",
            content = @Content(schema = @Schema(implementation = OwnAccountService.Confirmed.class)))
    public CompletionStage<OwnAccountService.Confirmed> confirm(@NotNull @Valid SecondFactorConfirmation given) {
        return service.confirmSecondFactor(given.code(), addresses.of(request), caller.read());
    }

    @POST
    @Path("/second-factor/removal")
    @Blocking
    @Operation(
            operationId = "removeOwnSecondFactor",
            summary = "Do without a second factor from now on",
            description = "Needs a code. Wrong ones count like wrong sign-ins.")
    @APIResponse(
            responseCode = "200",
            description = "A token in the place of the one this was asked with",
            content = @Content(schema = @Schema(implementation = Tokens.Token.class)))
    public CompletionStage<Tokens.Token> remove(@NotNull @Valid SecondFactorRemoval given) {
        return service.removeSecondFactor(given.code(), addresses.of(request), caller.read());
    }
}

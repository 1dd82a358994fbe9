package org.weijifen.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Reads the signing keys once more before a token is verified whose key this instance does not know. The verification itself runs
 * on a thread that may not wait for the database.
 */
@Singleton
final class UnknownKeys implements IdentityProvider<TokenAuthenticationRequest> {
    private final TokenVerifier verifier;
    private final SigningKeys keys;

    UnknownKeys(TokenVerifier verifier, SigningKeys keys) {
        this.verifier = verifier;
        this.keys = keys;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /** Before the provider that verifies. */
    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    /** Always leaves the answer to the next provider. */
    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        if (verifier.namesAnUnknownKey(request.getToken().getToken()) && keys.mayReadAgain()) {
            return context.runBlocking(() -> {
                keys.readAgain();
                return null;
            });
        }
        return Uni.createFrom().nullItem();
    }
}

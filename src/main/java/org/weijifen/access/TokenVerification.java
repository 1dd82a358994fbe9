package org.weijifen.access;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;

/** Verifies tokens with our own key; any other algorithm, issuer or key is refused, and so is what has expired. */
@ApplicationScoped
@Alternative
@Priority(1)
class TokenVerification extends JWTCallerPrincipalFactory {
    private final SigningKey signingKey;
    private final JWTCallerPrincipalFactory verifier = new DefaultJWTCallerPrincipalFactory();

    TokenVerification(SigningKey signingKey) {
        this.signingKey = signingKey;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        JWTAuthContextInfo ours = new JWTAuthContextInfo(configured);
        ours.setSecretVerificationKey(signingKey.key());
        ours.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        ours.setIssuedBy(Tokens.ISSUER);
        return verifier.parse(token, ours);
    }
}

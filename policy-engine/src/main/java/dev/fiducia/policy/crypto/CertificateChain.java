package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds a way from a certificate to the one that is trusted, by the rules of Go's `Verify`: every
/// step is valid now, allowed to certify, within path length, names and usages, and signed by the
/// next with an algorithm that still counts.
public final class CertificateChain {
    /// As many as Go checks before it gives up. It calls the chain unverified then; here the
    /// evaluation ends, since a chain might be there.
    private static final int MAX_SIGNATURES = 100;

    /// What a chain has to be good for.
    ///
    /// @param dnsName the host name that the first certificate has to name; empty for any
    /// @param usages numbers of [ExtendedUsages#NAMES]; empty for a server
    /// @param comparisons how often names may be held against constraints; 0 for Go's default
    public record Options(String dnsName, Instant now, List<Integer> usages, long comparisons) {
        public Options {
            usages = List.copyOf(usages);
        }

        /// The number of a usage that policies name, or -1.
        public static int usage(String name) {
            return ExtendedUsages.NAMES.getOrDefault(name, -1);
        }
    }

    private final ParsedCertificate root;
    private final List<ParsedCertificate> intermediates;
    private final Options options;
    private final PermittedNames names;
    private int signatures;

    private CertificateChain(
            ParsedCertificate root, List<ParsedCertificate> intermediates, Options options) {
        this.root = root;
        this.intermediates = intermediates;
        this.options = options;
        this.names = new PermittedNames(options.comparisons());
    }

    /// Of the certificates in a text the first is trusted, the last is to be verified, and those
    /// between may help. Gives the chain from the last to the first; fails if there is none.
    public static RegoValue verified(String text, Options options, boolean withUriStrings)
            throws CryptoException {
        return Guarded.read(
                "x509: malformed certificate", () -> chain(text, options, withUriStrings));
    }

    private static RegoValue chain(String text, Options options, boolean withUriStrings)
            throws CryptoException {
        var certificates = Certificates.parse(text);
        if (certificates.size() < 2) {
            throw new CryptoException("must supply at least two certificates to be able to verify");
        }
        var leaf = certificates.getLast();
        var chain =
                new CertificateChain(
                                certificates.getFirst(),
                                certificates.subList(1, certificates.size() - 1),
                                options)
                        .from(leaf);
        if (chain == null) {
            throw new CryptoException("x509: certificate signed by unknown authority");
        }
        var json = RegoArray.builder();
        for (var certificate : chain) {
            json.add(CertificateJson.of(certificate, withUriStrings));
        }
        return json.build();
    }

    private @Nullable List<ParsedCertificate> from(ParsedCertificate leaf) throws CryptoException {
        boolean named =
                options.dnsName().isEmpty() || HostNames.match(leaf.names(), options.dnsName());
        if (!named || !isValid(leaf, List.of(), false)) {
            return null;
        }
        var chain = List.of(leaf);
        if (Arrays.equals(leaf.der(), root.der())) {
            return usable(chain) ? chain : null;
        }
        return extended(chain);
    }

    private @Nullable List<ParsedCertificate> extended(List<ParsedCertificate> chain)
            throws CryptoException {
        if (mayFollow(root, chain, false)) {
            var whole = with(chain, root);
            if (usable(whole)) {
                return whole;
            }
        }
        for (var candidate : intermediates) {
            if (mayFollow(candidate, chain, true)) {
                var whole = extended(with(chain, candidate));
                if (whole != null) {
                    return whole;
                }
            }
        }
        return null;
    }

    private static List<ParsedCertificate> with(
            List<ParsedCertificate> chain, ParsedCertificate next) {
        var longer = new ArrayList<>(chain);
        longer.add(next);
        return List.copyOf(longer);
    }

    private boolean mayFollow(
            ParsedCertificate parent, List<ParsedCertificate> chain, boolean intermediate)
            throws CryptoException {
        var child = chain.getLast();
        boolean named =
                child.structure().getIssuer().equals(parent.structure().getSubject())
                        && chain.stream().noneMatch(c -> isSame(c, parent));
        if (named && signatures++ == MAX_SIGNATURES) {
            throw CryptoException.beyond(
                    "x509: signature check attempts limit reached while verifying certificate"
                            + " chain");
        }
        return named && isSigner(parent, child) && isValid(parent, chain, intermediate);
    }

    private static boolean isSame(ParsedCertificate one, ParsedCertificate other) {
        return one.structure().getSubject().equals(other.structure().getSubject())
                && one.structure()
                        .getSubjectPublicKeyInfo()
                        .equals(other.structure().getSubjectPublicKeyInfo())
                && one.names().dns().equals(other.names().dns())
                && one.names().uris().equals(other.names().uris())
                && one.names().emails().equals(other.names().emails());
    }

    private static boolean isSigner(ParsedCertificate parent, ParsedCertificate child) {
        boolean authority =
                parent.version() < 3
                        ? !parent.basicConstraints() || parent.authority()
                        : parent.basicConstraints() && parent.authority();
        boolean maySign =
                parent.keyUsage() == 0 || (parent.keyUsage() & ParsedCertificate.CERT_SIGN) != 0;
        if (!authority
                || !maySign
                || parent.key() instanceof KnownKey.Unknown
                || tooSmall(parent.key())
                || !SignatureScheme.trusted(child.structure().getSignatureAlgorithm())) {
            return false;
        }
        try {
            var verifier =
                    new JcaContentVerifierProviderBuilder()
                            .setProvider(Providers.BOUNCY_CASTLE)
                            .build(parent.structure().getSubjectPublicKeyInfo());
            return new X509CertificateHolder(child.structure()).isSignatureValid(verifier);
        } catch (Exception _) {
            // Whatever keeps a signature from being checked keeps it from being valid.
            return false;
        }
    }

    private static boolean tooSmall(KnownKey key) {
        return key instanceof KnownKey.Rsa rsa
                && rsa.modulus().bitLength() < Signatures.MIN_MODULUS_BITS;
    }

    private boolean isValid(
            ParsedCertificate certificate, List<ParsedCertificate> chain, boolean intermediate)
            throws CryptoException {
        boolean authority =
                !intermediate || (certificate.basicConstraints() && certificate.authority());
        boolean shortEnough =
                !certificate.basicConstraints()
                        || certificate.maxPathLength() < 0
                        || chain.size() - 1 <= certificate.maxPathLength();
        return ExtensionJson.unhandled(certificate).isEmpty()
                && !options.now().isBefore(certificate.notBefore())
                && !options.now().isAfter(certificate.notAfter())
                && authority
                && shortEnough
                && names.permit(certificate, chain);
    }

    /// Every certificate of the chain must allow one of the usages that are asked for.
    private boolean usable(List<ParsedCertificate> chain) {
        var asked =
                options.usages().isEmpty() ? List.of(ExtendedUsages.SERVER_AUTH) : options.usages();
        if (asked.contains(ExtendedUsages.ANY)) {
            return true;
        }
        var left = new ArrayList<>(asked);
        for (var certificate : chain) {
            var usages = certificate.usages();
            if (!usages.unrestricted()) {
                left.retainAll(usages.known());
            }
        }
        return !left.isEmpty();
    }
}

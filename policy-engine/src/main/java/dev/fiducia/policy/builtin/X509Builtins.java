package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.CertificateChain;
import dev.fiducia.policy.crypto.CertificateRequests;
import dev.fiducia.policy.crypto.Certificates;
import dev.fiducia.policy.crypto.CryptoException;
import dev.fiducia.policy.crypto.KeyPairs;
import dev.fiducia.policy.crypto.PrivateKeys;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `crypto.x509.*` and `crypto.parse_private_keys`.
final class X509Builtins {
    /// What parsing costs, in steps a character: points and moduli are checked.
    private static final long PARSE_STEPS = 64;

    /// What finding a chain costs at least: signatures are verified.
    private static final long CHAIN_STEPS = 200_000;

    private static final long NANOS = 1_000_000_000;

    private interface Reading {
        RegoValue read(String text) throws CryptoException;
    }

    private X509Builtins() {}

    static void declare(Catalogue catalogue) {
        read(catalogue, "crypto.x509.parse_certificates", Certificates::json);
        read(catalogue, "crypto.x509.parse_certificate_request", CertificateRequests::json);
        read(catalogue, "crypto.x509.parse_rsa_private_key", PrivateKeys::firstAsJwk);
        read(catalogue, "crypto.parse_private_keys", PrivateKeys::parse);
        catalogue.add(
                "crypto.x509.parse_keypair",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    String certificates = charged(c, a, 0);
                    String key = charged(c, a, 1);
                    return result(c, () -> KeyPairs.json(certificates, key));
                });
        catalogue.add(
                "crypto.x509.parse_and_verify_certificates",
                Kinds.STRING,
                (c, a) ->
                        verified(
                                c,
                                charged(c, a, 0),
                                new CertificateChain.Options("", c.now(), List.of(), 0),
                                true));
        catalogue.add(
                "crypto.x509.parse_and_verify_certificates_with_options",
                Kinds.STRING,
                Kinds.OBJECT,
                (c, a) -> {
                    String text = charged(c, a, 0);
                    return verified(c, text, options(c, Operands.object(a, 1)), false);
                });
    }

    private static void read(Catalogue catalogue, String name, Reading reading) {
        catalogue.add(
                name,
                Kinds.STRING,
                (c, a) -> {
                    String text = charged(c, a, 0);
                    return result(c, () -> reading.read(text));
                });
    }

    private interface Computation {
        RegoValue run() throws CryptoException;
    }

    private static RegoValue result(BuiltinContext context, Computation computation)
            throws BuiltinException {
        try {
            var value = computation.run();
            Weight.charge(context.budget(), value);
            return value;
        } catch (CryptoException e) {
            throw BuiltinException.unread("", e);
        }
    }

    private static String charged(BuiltinContext context, RegoValue[] a, int at)
            throws BuiltinException {
        String text = StringBuiltins.produced(context, a, at);
        context.budget().step(PARSE_STEPS * text.length());
        return text;
    }

    /// Certificates that cannot be read or verified are a result, not an error.
    private static RegoValue verified(
            BuiltinContext context,
            String text,
            CertificateChain.Options options,
            boolean withUriStrings)
            throws BuiltinException {
        context.budget().step(CHAIN_STEPS);
        try {
            var chain = CertificateChain.verified(text, options, withUriStrings);
            Weight.charge(context.budget(), chain);
            return RegoArray.of(RegoBoolean.TRUE, chain);
        } catch (CryptoException e) {
            if (e.isLimit()) {
                throw BuiltinException.unread("", e);
            }
            return RegoArray.of(RegoBoolean.FALSE, RegoArray.EMPTY);
        }
    }

    private static CertificateChain.Options options(BuiltinContext context, RegoObject options)
            throws BuiltinException {
        String dnsName = "";
        Instant now = context.now();
        List<Integer> usages = List.of();
        long comparisons = 0;
        for (int i = 0; i < options.size(); i++) {
            if (!(options.keyAt(i) instanceof RegoString key)) {
                continue;
            }
            var value = options.valueAt(i);
            switch (key.value()) {
                case "DNSName" -> {
                    if (!(value instanceof RegoString name)) {
                        throw BuiltinException.failed("'DNSName' should be a string");
                    }
                    dnsName = unquoted(name);
                }
                case "CurrentTime" -> {
                    if (!(value instanceof RegoNumber nanos)) {
                        throw BuiltinException.failed("'CurrentTime' should be a number");
                    }
                    if (!nanos.isLong()) {
                        throw BuiltinException.failed(
                                "'CurrentTime' should be a valid int64 number");
                    }
                    now =
                            Instant.ofEpochSecond(
                                    Math.floorDiv(nanos.asLong(), NANOS),
                                    Math.floorMod(nanos.asLong(), NANOS));
                }
                case "MaxConstraintComparisons" -> {
                    if (!(value instanceof RegoNumber number)) {
                        throw BuiltinException.failed(
                                "'MaxConstraintComparisons' should be a number");
                    }
                    if (!number.isLong()) {
                        throw BuiltinException.failed(
                                "'MaxConstraintComparisons' should be a valid number");
                    }
                    comparisons = number.asLong();
                }
                case "KeyUsages" -> usages = usages(value);
                default -> throw BuiltinException.failed("invalid key option");
            }
        }
        return new CertificateChain.Options(dnsName, now, usages, comparisons);
    }

    private static List<Integer> usages(RegoValue value) throws BuiltinException {
        List<RegoValue> names =
                switch (value) {
                    case RegoArray array -> array.elements();
                    case RegoSet set -> set.elements();
                    default ->
                            throw BuiltinException.failed("'KeyUsages' should be an Array or Set");
                };
        var usages = new ArrayList<Integer>();
        var unknown = new ArrayList<String>();
        for (var name : names) {
            if (name instanceof RegoString string) {
                int usage = CertificateChain.Options.usage(unquoted(string));
                if (usage >= 0) {
                    usages.add(usage);
                } else {
                    unknown.add(unquoted(string));
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw BuiltinException.failed(
                    "invalid entries for 'KeyUsages' found: [" + String.join(" ", unknown) + "]");
        }
        return List.copyOf(usages);
    }

    private static String unquoted(RegoString string) {
        return string.value().replaceAll("^\"+|\"+$", "");
    }
}

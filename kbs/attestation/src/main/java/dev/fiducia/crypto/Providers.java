package dev.fiducia.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/// The providers present in this process, none of them installed globally.
///
/// @param ec elliptic curves
/// @param rsaPrivate private RSA operations
/// @param warnings why a preference couldn't be met
record Providers(Provider ec, Provider rsaPrivate, Provider oaepDecrypt, List<String> warnings) {

    static final Provider SUN = jdk("SUN");
    static final Provider SUN_EC = jdk("SunEC");
    static final Provider SUN_JCE = jdk("SunJCE");
    static final Provider SUN_RSA = jdk("SunRsaSign");
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final String COST = "; elliptic curve operations are up to 5 times slower";

    Providers {
        warnings = List.copyOf(warnings);
    }

    static Providers choose(CryptoPreference preference) {
        return choose(preference, Providers::accp);
    }

    static Providers choose(CryptoPreference preference, NativeProvider accp) {
        return switch (preference) {
            case AUTO, ACCP -> {
                try {
                    Provider found = accp.load();
                    yield new Providers(found, found, found, List.of());
                } catch (UnavailableException e) {
                    List<String> warnings = new ArrayList<>();
                    warnings.add(
                            "ACCP can't be used ("
                                    + e.getMessage()
                                    + "), Bouncy Castle takes its place"
                                    + COST);
                    yield new Providers(BOUNCY_CASTLE, SUN_RSA, SUN_JCE, warnings);
                }
            }
            case BC -> new Providers(BOUNCY_CASTLE, SUN_RSA, SUN_JCE, List.of());
            case JDK ->
                    new Providers(
                            SUN_EC,
                            SUN_RSA,
                            SUN_JCE,
                            List.of(
                                    "The JDK's elliptic curves are 5 to 30 times slower than the other choices"));
        };
    }

    /// Loads a provider that may be missing.
    interface NativeProvider {
        Provider load() throws UnavailableException;
    }

    /// The provider can't be used here; the message says why.
    static final class UnavailableException extends Exception {
        UnavailableException(String message) {
            super(message);
        }
    }

    private static Provider accp() throws UnavailableException {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            Throwable loading = provider.getLoadingError();
            if (loading != null) {
                throw new UnavailableException(
                        "its native library doesn't load: " + loading.getMessage());
            }
            provider.assertHealthy();
            return provider;
        } catch (LinkageError e) {
            throw new UnavailableException("it isn't on the class path: " + e.getMessage());
        } catch (RuntimeException e) {
            throw new UnavailableException("its self test failed: " + e.getMessage());
        }
    }

    private static Provider jdk(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new IllegalStateException("The Java runtime lacks its provider " + name);
        }
        return provider;
    }
}

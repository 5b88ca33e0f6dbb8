package dev.fiducia.policy.crypto;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

import java.security.Provider;

/// Where algorithms come from. Never installed in the process, always named.
final class Providers {
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private Providers() {}
}

package dev.fiducia.kbs.config;

import java.nio.file.Path;

/// The PEM files of the server's private key and certificate chain.
public record KeyAndCertificate(Path privateKey, Path certificate) {}

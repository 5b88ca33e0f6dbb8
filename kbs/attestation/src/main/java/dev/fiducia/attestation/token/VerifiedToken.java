package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// An attestation token after all checks.
///
/// @param claims all claims: the `input` of resource policies
/// @param teePublicKey the JWK that secrets for the token's bearer are encrypted to
/// @param keyId the signer's `kid`, if the token names one
public record VerifiedToken(ObjectNode claims, ObjectNode teePublicKey, Optional<String> keyId) {}

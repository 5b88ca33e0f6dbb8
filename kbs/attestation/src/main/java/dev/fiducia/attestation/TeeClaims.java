package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The claims of one attested environment.
///
/// The object is the caller's to change: every verification makes a new one.
///
/// @param tee the environment's kind
/// @param teeClass names the submodule and selects the policy
/// @param claims the verifier's claims, `report_data` and `init_data` among them where the TEE has
///   them
public record TeeClaims(Tee tee, String teeClass, ObjectNode claims) {}

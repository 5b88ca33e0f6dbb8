package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// A device that is what it says.
///
/// @param identity tells devices apart, if anything does
record VerifiedDevice(Architecture architecture, ObjectNode claims, Optional<String> identity) {}

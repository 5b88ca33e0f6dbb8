package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.evidence.RefusedException;

import java.math.BigInteger;
import java.util.Optional;

/// A place in evidence JSON, read with types and bounds; every failure names the place.
///
/// @param node what is there
/// @param path how to get there from the root: `attestation_report.reported_tcb`
record EvidenceJson(JsonNode node, String path) {

    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    static EvidenceJson root(JsonNode node) {
        return new EvidenceJson(node, "evidence");
    }

    EvidenceJson member(String name) throws RefusedException {
        Optional<EvidenceJson> found = optionalMember(name);
        if (found.isEmpty()) {
            throw malformed(path + "." + name, "is missing");
        }
        return found.get();
    }

    /// The member, empty when it is absent or null.
    Optional<EvidenceJson> optionalMember(String name) throws RefusedException {
        if (!node.isObject()) {
            throw malformed(path, "is not an object");
        }
        JsonNode child = node.get(name);
        return child == null || child.isNull()
                ? Optional.empty()
                : Optional.of(new EvidenceJson(child, path + "." + name));
    }

    EvidenceJson element(int index) {
        return new EvidenceJson(node.path(index), path + "[" + index + "]");
    }

    int u8() throws RefusedException {
        return (int) unsigned(0xFF);
    }

    int u32() throws RefusedException {
        return (int) unsigned(0xFFFF_FFFFL);
    }

    /// All 64 bits; values above 2⁶³ come as negative longs.
    long u64() throws RefusedException {
        if (!node.isIntegralNumber()) {
            throw malformed(path, "is not an unsigned integer");
        }
        BigInteger value = node.bigIntegerValue();
        if (value.signum() < 0 || value.compareTo(U64_MAX) > 0) {
            throw malformed(path, "is not an unsigned 64-bit integer");
        }
        return value.longValue();
    }

    /// An array of exactly so many bytes.
    byte[] bytes(int length) throws RefusedException {
        if (!node.isArray() || node.size() != length) {
            throw malformed(path, "is not an array of " + length + " bytes");
        }
        return bytes();
    }

    /// An array of at most so many bytes.
    byte[] bytesUpTo(int limit) throws RefusedException {
        if (!node.isArray() || node.size() > limit) {
            throw malformed(path, "is not an array of at most " + limit + " bytes");
        }
        return bytes();
    }

    int sizeUpTo(int limit) throws RefusedException {
        if (!node.isArray() || node.size() > limit) {
            throw malformed(path, "is not an array of at most " + limit + " entries");
        }
        return node.size();
    }

    private byte[] bytes() throws RefusedException {
        byte[] bytes = new byte[node.size()];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isInt() || value.intValue() < 0 || value.intValue() > 0xFF) {
                throw malformed(path + "[" + i + "]", "is not a byte");
            }
            bytes[i] = (byte) value.intValue();
        }
        return bytes;
    }

    private long unsigned(long max) throws RefusedException {
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < 0
                || node.longValue() > max) {
            throw malformed(path, "is not an unsigned integer up to " + max);
        }
        return node.longValue();
    }

    private static RefusedException malformed(String path, String what) {
        return RefusedException.at("snp-evidence-malformed", path + " " + what, path);
    }
}

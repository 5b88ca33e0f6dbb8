package dev.fiducia.attestation.hygon;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a CSV guest was started with: one bit or small number each.
///
/// @param bits as in the report
record CsvPolicy(long bits) {

    void put(ObjectNode claims) {
        String[] flags = {"nodbg", "noks", "es", "nosend", "domain", "csv", "csv3", "asid_reuse"};
        for (int i = 0; i < flags.length; i++) {
            claims.put(flags[i], bits >> i & 1);
        }
        claims.put("hsk_version", bits >> 8 & 0xF);
        claims.put("cek_version", bits >> 12 & 0xF);
        claims.put("api_major", bits >> 16 & 0xFF);
        claims.put("api_minor", bits >> 24 & 0xFF);
    }
}

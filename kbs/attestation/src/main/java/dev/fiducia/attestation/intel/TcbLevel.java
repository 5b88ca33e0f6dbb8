package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Intel says of platforms, modules or enclaves from a security level on.
///
/// @param status how they stand
/// @param date up to when Intel had looked
/// @param advisories what is known against the level
record TcbLevel(TcbStatus status, Instant date, List<String> advisories) {

    private static final int MAX_ADVISORIES = 256;

    TcbLevel {
        advisories = List.copyOf(advisories);
    }

    static TcbLevel parse(JsonPlace json) throws RefusedException {
        List<String> advisories = new ArrayList<>();
        Optional<JsonPlace> ids = json.optionalMember("advisoryIDs");
        if (ids.isPresent()) {
            for (JsonPlace id : ids.get().elementsUpTo(MAX_ADVISORIES)) {
                advisories.add(id.text());
            }
        }
        return new TcbLevel(
                TcbStatus.parse(json.member("tcbStatus")),
                time(json.member("tcbDate")),
                advisories);
    }

    /// A time as Intel writes it, `2024-03-13T00:00:00Z`.
    static Instant time(JsonPlace json) throws RefusedException {
        try {
            return Instant.parse(json.text());
        } catch (DateTimeException e) {
            throw json.refused("is no time");
        }
    }
}

package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reference values as other tools keep them: Trustee's ConfigMap in its three layouts, what
/// veritas writes, or the measurements file of a pod VM image.
///
/// @param entries each name once, in the order of the file
public record ReferenceFile(List<Entry> entries) {

    public ReferenceFile {
        entries = List.copyOf(entries);
    }

    /// One name with its value.
    ///
    /// @param expiration until when it counts; empty when the file does not say
    public record Entry(String name, JsonNode value, Optional<Instant> expiration) {}

    /// Reads a ConfigMap (YAML or JSON, also several in one file), or the JSON inside of one.
    ///
    /// @throws RvpsException if any part of it is not understood: a half-read file would silently
    ///   lack values
    public static ReferenceFile read(byte[] file) throws RvpsException {
        return new ReferenceFileReader(Optional.empty()).read(file);
    }

    /// As [#read(byte[])]; also takes a measurements file, whose PCRs become names such as
    /// `snp_pcr09`.
    ///
    /// @param prefix what stands before the underscore: `snp` or `tdx`
    public static ReferenceFile read(byte[] file, String prefix) throws RvpsException {
        return new ReferenceFileReader(Optional.of(prefix)).read(file);
    }

    /// The values by expiration, for one commit: those without one expire when the caller says.
    Map<Instant, Map<String, JsonNode>> byExpiration(Instant otherwise) {
        Map<Instant, Map<String, JsonNode>> groups = new LinkedHashMap<>();
        for (Entry entry : entries) {
            groups.computeIfAbsent(entry.expiration().orElse(otherwise), _ -> new LinkedHashMap<>())
                    .put(entry.name(), entry.value());
        }
        return groups;
    }
}

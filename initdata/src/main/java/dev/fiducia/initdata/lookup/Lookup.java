package dev.fiducia.initdata.lookup;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Traces a value to the documents it can come from.
public final class Lookup {

    private static final int MIN_ZEROS = 2 * 32;

    private final Optional<BoundValue.Field> field;
    private final List<Explanation> found = new ArrayList<>();
    private int fewest = Integer.MAX_VALUE;

    private Lookup(Optional<BoundValue.Field> field) {
        this.field = field;
    }

    /// Explains a value.
    ///
    /// @param value hexadecimal, base64 of a digest, or an annotation
    /// @param field where the value was seen, if that is known; it then has to be right for it
    /// @param documents all documents that it may come from; each costs some hashes over its bytes
    public static LookupResult explain(
            String value, Optional<BoundValue.Field> field, Iterable<KnownDocument> documents) {
        Lookup lookup = new Lookup(field);
        switch (Observed.of(value)) {
            case Observed.Value seen -> lookup.trace(seen, documents);
            case Observed.Document document -> lookup.trace(document, documents);
            case Observed.Unreadable(String reason) -> {
                return new LookupResult(List.of(), Optional.of(reason));
            }
        }
        return new LookupResult(lookup.found, Optional.empty());
    }

    private void trace(Observed.Value seen, Iterable<KnownDocument> documents) {
        if (seen.isZero()) {
            if (seen.hex().length() >= MIN_ZEROS) {
                add(Optional.empty(), Form.PCR8, EnumSet.of(Deviation.NO_EXTEND));
            }
            return;
        }
        for (KnownDocument known : documents) {
            trace(seen, known);
        }
        tracePlaceholder(seen);
    }

    private void trace(Observed.Value seen, KnownDocument known) {
        InitdataDocument document = known.document();
        if (document.id().equals("sha256:" + seen.hex()) && field.isEmpty()) {
            add(Optional.of(known), Form.ID, Set.of());
        }
        byte[] raw = document.raw();
        for (Variants.Variant variant : Variants.of(raw)) {
            traceBytes(seen, known, variant);
        }
        if (fewest > 0) {
            Variants.encoded(raw).forEach(variant -> traceBytes(seen, known, variant));
        }
    }

    private void traceBytes(Observed.Value seen, KnownDocument known, Variants.Variant variant) {
        InitdataAlgorithm own = known.document().algorithm();
        for (InitdataAlgorithm algorithm : InitdataAlgorithm.values()) {
            Set<Deviation> deviations = EnumSet.noneOf(Deviation.class);
            variant.deviation().ifPresent(deviations::add);
            if (algorithm != own) {
                deviations.add(Deviation.WRONG_FORMULA);
            }
            if (deviations.size() <= fewest) {
                traceDigest(
                        seen,
                        Optional.of(known),
                        algorithm.digest(variant.bytes().array()),
                        deviations);
            }
        }
    }

    private void tracePlaceholder(Observed.Value seen) {
        if (fewest > 0) {
            traceDigest(
                    seen, Optional.empty(), Placeholder.DIGEST, EnumSet.of(Deviation.CAA_DUMMY));
        }
    }

    private void traceDigest(
            Observed.Value seen,
            Optional<KnownDocument> known,
            Digest digest,
            Set<Deviation> before) {
        for (Form form : Form.values()) {
            String expected = form.of(digest);
            if (expected.isEmpty()) {
                continue;
            }
            Set<Deviation> deviations = EnumSet.noneOf(Deviation.class);
            deviations.addAll(before);
            form.deviation().ifPresent(deviations::add);
            if (field.isPresent() && !form.fits(field.get())) {
                deviations.add(Deviation.WRONG_FIELD);
            }
            if (!seen.hex().equals(expected)) {
                Optional<Deviation> spelling = spelling(seen.hex(), expected);
                if (spelling.isEmpty()) {
                    continue;
                }
                deviations.add(spelling.get());
            }
            add(known, form, deviations);
        }
    }

    /// The mistake by which the expected value came to be written as it was seen.
    private static Optional<Deviation> spelling(String seen, String expected) {
        if (expected.startsWith(seen)) {
            return Optional.of(Deviation.TRUNCATED);
        }
        if (seen.startsWith(expected)
                && seen.substring(expected.length()).chars().allMatch(c -> c == '0')) {
            return Optional.of(Deviation.PADDED);
        }
        return expected.replaceFirst("^0+", "").equals(seen)
                ? Optional.of(Deviation.ZEROS_STRIPPED)
                : Optional.empty();
    }

    private void trace(Observed.Document document, Iterable<KnownDocument> documents) {
        for (KnownDocument known : documents) {
            for (Variants.Variant variant : Variants.of(known.document().raw())) {
                if (variant.bytes().equals(document.raw())) {
                    Set<Deviation> deviations = EnumSet.noneOf(Deviation.class);
                    variant.deviation().ifPresent(deviations::add);
                    add(Optional.of(known), Form.DOCUMENT, deviations);
                }
            }
        }
        if (fewest > 0
                && InitdataAlgorithm.SHA256
                        .digest(document.raw().array())
                        .equals(Placeholder.DIGEST)) {
            add(Optional.empty(), Form.DOCUMENT, EnumSet.of(Deviation.CAA_DUMMY));
        }
    }

    /// Keeps the explanations that need the fewest mistakes.
    private void add(Optional<KnownDocument> known, Form form, Set<Deviation> deviations) {
        int mistakes = deviations.size();
        if (mistakes > fewest) {
            return;
        }
        if (mistakes < fewest) {
            found.clear();
            fewest = mistakes;
        }
        found.add(new Explanation(known, form, deviations));
    }
}

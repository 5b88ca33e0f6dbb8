package dev.fiducia.initdata;

import java.util.HexFormat;
import java.util.Locale;

/// The arithmetic of PCR 8, in which vTPM platforms record the digest of a document.
///
/// An extend in a bank with hash `B` makes `B(old ‖ m)`, where `m` is the digest fitted to the
/// length of `B` and the register is all zeros after a reset. Guests extend the SHA-256 bank. The
/// values hold for images in which nothing else extends PCR 8: GRUB does, so on GRUB images they
/// never match.
public final class Pcr8 {

    private static final InitdataAlgorithm BANK = InitdataAlgorithm.SHA256;

    /// The document that the cloud-api-adaptor makes up when none is configured; its digest is
    /// bound like any.
    private static final Digest DUMMY =
            Digest.of(
                    HexFormat.of()
                            .parseHex(
                                    "adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d"));

    /// What a PCR 8 value says about a document.
    public enum Diagnosis {
        /// The register holds this document, extended once.
        MATCHES,
        /// The register is all zeros: the guest started without initdata, or its measurement
        /// failed.
        NOT_EXTENDED,
        /// The register holds the cloud-api-adaptor's placeholder: the guest started without
        /// initdata.
        PLACEHOLDER,
        /// The document was measured twice: by the image and by the attestation agent, or the agent
        /// restarted.
        EXTENDED_TWICE,
        /// The value comes from the common formula over the file's SHA-256, though the document
        /// names another algorithm.
        WRONG_ALGORITHM,
        /// Nothing known explains the value.
        UNRELATED
    }

    private Pcr8() {}

    /// PCR 8 of the SHA-256 bank after one extend, in lower-case hexadecimal.
    public static String after(Digest digest) {
        return HexFormat.of().formatHex(once(digest));
    }

    /// PCR 8 of the SHA-256 bank after the same digest was extended twice.
    public static String afterTwice(Digest digest) {
        return HexFormat.of().formatHex(extend(BANK, once(digest), digest));
    }

    /// Explains an observed value of the SHA-256 bank, given in hexadecimal, in the light of a
    /// document.
    public static Diagnosis diagnose(InitdataDocument document, String observed) {
        String value = observed.toLowerCase(Locale.ROOT);
        Digest digest = document.digest();
        if (value.equals(after(digest))) {
            return Diagnosis.MATCHES;
        }
        if (value.equals("0".repeat(2 * BANK.length()))) {
            return Diagnosis.NOT_EXTENDED;
        }
        if (value.equals(after(DUMMY))) {
            return Diagnosis.PLACEHOLDER;
        }
        if (value.equals(afterTwice(digest))) {
            return Diagnosis.EXTENDED_TWICE;
        }
        if (value.equals(after(BANK.digest(document.raw())))) {
            return Diagnosis.WRONG_ALGORITHM;
        }
        return Diagnosis.UNRELATED;
    }

    /// Whether a document is the one that the cloud-api-adaptor makes up when none is configured.
    public static boolean isPlaceholder(InitdataDocument document) {
        return document.digest().equals(DUMMY);
    }

    static byte[] extend(InitdataAlgorithm bank, byte[] old, Digest digest) {
        return bank.hash(old, digest.fit(bank.length()));
    }

    private static byte[] once(Digest digest) {
        return extend(BANK, new byte[BANK.length()], digest);
    }
}

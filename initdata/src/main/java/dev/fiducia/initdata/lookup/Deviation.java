package dev.fiducia.initdata.lookup;

import java.util.Locale;

/// A known mistake by which a value comes out of a document.
public enum Deviation {
    /// All zeros.
    NO_EXTEND(
            "nothing was bound: the guest started without initdata, or its measurement failed",
            "check that the pod has the annotation and that the guest image measures it; never allow"
                    + " this value"),
    /// The document that the cloud-api-adaptor makes up.
    CAA_DUMMY(
            "the cloud-api-adaptor's placeholder: the pod was started without initdata",
            "put the document in the pod's annotation or in the INITDATA of the peer-pods ConfigMap"),
    /// PCR 8 holds the digest twice.
    DOUBLE_EXTENDED(
            "the document was measured twice: by the guest image and by the attestation agent, or the"
                    + " agent restarted",
            "let only one of them extend PCR 8 and restart the guest"),
    /// A hash by another algorithm than the document names.
    WRONG_FORMULA(
            "computed with another algorithm than the document names, as the common sha256sum formula"
                    + " does",
            "compute it by the document's own algorithm: fiducia initdata digest FILE"),
    /// A PCR formula over hexadecimal text.
    TEXT_HASHED(
            "hashed the hexadecimal text instead of the bytes it stands for: xxd -r -p is missing",
            "compute it with: fiducia initdata digest FILE"),
    /// A bank that no guest extends.
    OTHER_BANK("PCR 8 of a bank that no known guest extends", "use PCR 8 of the SHA-256 bank"),
    /// A hash over a transport form.
    ENCODED(
            "hashed the base64 of the document instead of the document",
            "hash the file, neither compressed nor encoded: fiducia initdata digest FILE"),
    /// Right, but of another field.
    WRONG_FIELD(
            "a value of the document, yet not what this field shows",
            "take the value of the field's own platform: fiducia initdata digest FILE"),
    /// The final newline is missing.
    NO_FINAL_NEWLINE(
            "the document without its final newline, as $(cat FILE) gives it",
            "transport the file unchanged: base64 FILE, never the output of $(…)"),
    /// There is a newline too many.
    EXTRA_FINAL_NEWLINE(
            "the document with another newline at its end, as echo adds it",
            "use printf %s or transport the file unchanged"),
    /// Line feeds became CRLF.
    CRLF(
            "the document with carriage returns at its line ends",
            "save the file with line feeds only, and register it as it will be used"),
    /// CRLF became line feeds.
    LF(
            "the document without the carriage returns that it was registered with",
            "use the registered bytes, or register the file as it will be used"),
    /// The end is cut off.
    TRUNCATED("cut off at the end", "compare the value in full"),
    /// Zeros were added at the end.
    PADDED(
            "filled up with zeros beyond the length of the field",
            "take the value as long as the field is"),
    /// Leading zeros were removed.
    ZEROS_STRIPPED(
            "without its leading zeros, as a tool that treats it as a number writes it",
            "write all digits, leading zeros too");

    private final String message;
    private final String fix;

    Deviation(String message, String fix) {
        this.message = message;
        this.fix = fix;
    }

    /// What went wrong.
    public String message() {
        return message;
    }

    /// What to do about it.
    public String fix() {
        return fix;
    }

    /// The stable, lower-case name, such as `no-final-newline`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

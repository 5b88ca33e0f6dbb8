package dev.fiducia.initdata.lookup;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.Pcr8;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// How a value is made out of a document's digest.
public enum Form {
    /// The document itself.
    DOCUMENT("the document itself"),
    /// The digest by the document's own algorithm.
    DIGEST("its digest"),
    /// The SHA-256 of the bytes, by which documents are registered.
    ID("its registration id"),
    /// SNP `HOST_DATA`: 32 bytes.
    HOST_DATA("its SNP HOST_DATA"),
    /// TDX `MRCONFIGID`: 48 bytes.
    MR_CONFIG_ID("its TDX MRCONFIGID"),
    /// SGX `CONFIGID` and the realm personalisation value of CCA: 64 bytes.
    CONFIG_ID("its SGX CONFIGID or CCA personalisation value"),
    /// PCR 8 in the SHA-256 bank after one extend.
    PCR8("its PCR 8"),
    /// PCR 8 after the digest was extended twice.
    PCR8_TWICE("its PCR 8, extended twice"),
    /// A PCR 8 formula that hashed hexadecimal text instead of bytes.
    PCR8_OF_TEXT("its PCR 8, computed over hexadecimal text"),
    /// The same with a line feed at the end.
    PCR8_OF_LINE("its PCR 8, computed over a line of hexadecimal text"),
    /// PCR 8 in the SHA-384 bank.
    PCR8_SHA384("its PCR 8 in the SHA-384 bank"),
    /// PCR 8 in the SHA-512 bank.
    PCR8_SHA512("its PCR 8 in the SHA-512 bank");

    private final String description;

    Form(String description) {
        this.description = description;
    }

    /// What it is, as in "its PCR 8".
    public String description() {
        return description;
    }

    /// The stable, lower-case name, such as `host-data`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The mistake that the form is, if it is one.
    Optional<Deviation> deviation() {
        return switch (this) {
            case DOCUMENT, DIGEST, ID, HOST_DATA, MR_CONFIG_ID, CONFIG_ID, PCR8 -> Optional.empty();
            case PCR8_TWICE -> Optional.of(Deviation.DOUBLE_EXTENDED);
            case PCR8_OF_TEXT, PCR8_OF_LINE -> Optional.of(Deviation.TEXT_HASHED);
            case PCR8_SHA384, PCR8_SHA512 -> Optional.of(Deviation.OTHER_BANK);
        };
    }

    /// Whether evidence shows the form in this field. What is no field of evidence fits none.
    boolean fits(BoundValue.Field field) {
        return switch (field) {
            case HOST_DATA -> this == HOST_DATA;
            case MR_CONFIG_ID -> this == MR_CONFIG_ID;
            case CONFIG_ID, PERSONALIZATION_VALUE -> this == CONFIG_ID;
            case PCR8 -> this == PCR8 || deviation().isPresent();
            case SAMPLE -> this == DIGEST;
        };
    }

    /// The value, in lower-case hexadecimal.
    String of(Digest digest) {
        return switch (this) {
            case DOCUMENT, ID -> "";
            case DIGEST -> digest.hex();
            case HOST_DATA -> hex(digest, 32);
            case MR_CONFIG_ID -> hex(digest, 48);
            case CONFIG_ID -> hex(digest, 64);
            case PCR8 -> Pcr8.after(digest);
            case PCR8_TWICE -> Pcr8.afterTwice(digest);
            case PCR8_OF_TEXT -> ofText("0".repeat(64) + digest.hex());
            case PCR8_OF_LINE -> ofText("0".repeat(64) + digest.hex() + "\n");
            case PCR8_SHA384 -> otherBank(InitdataAlgorithm.SHA384, digest);
            case PCR8_SHA512 -> otherBank(InitdataAlgorithm.SHA512, digest);
        };
    }

    private static String hex(Digest digest, int size) {
        return HexFormat.of().formatHex(digest.fit(size));
    }

    private static String ofText(String text) {
        return InitdataAlgorithm.SHA256.digest(text.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    private static String otherBank(InitdataAlgorithm bank, Digest digest) {
        int size = bank.length();
        byte[] extended = new byte[2 * size];
        System.arraycopy(digest.fit(size), 0, extended, size, size);
        return bank.digest(extended).hex();
    }
}

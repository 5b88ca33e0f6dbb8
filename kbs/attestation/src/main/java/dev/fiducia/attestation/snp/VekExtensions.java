package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;

import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// What AMD says about chip and firmware in the extensions of a VCEK or VLEK certificate.
///
/// @param bootloader level of the boot loader
/// @param tee level of the secure operating system
/// @param snp level of the SNP firmware
/// @param microcode level of the microcode
/// @param fmc level of the management controller's firmware, on Turin
/// @param hardwareId the chip, absent from a VLEK
/// @param cspId the cloud provider, on a VLEK
record VekExtensions(
        int bootloader,
        int tee,
        int snp,
        int microcode,
        OptionalInt fmc,
        Optional<byte[]> hardwareId,
        Optional<String> cspId) {

    private static final String AMD = "1.3.6.1.4.1.3704.1.";
    private static final String BOOTLOADER = AMD + "3.1";
    private static final String TEE = AMD + "3.2";
    private static final String SNP = AMD + "3.3";
    private static final String MICROCODE = AMD + "3.8";
    private static final String FMC = AMD + "3.9";
    private static final String HARDWARE_ID = AMD + "4";
    private static final String CSP_ID = AMD + "5";

    private static final int OCTET_STRING_TAG = 0x04;

    static VekExtensions of(X509Certificate certificate) throws RefusedException {
        return new VekExtensions(
                level(certificate, BOOTLOADER),
                level(certificate, TEE),
                level(certificate, SNP),
                level(certificate, MICROCODE),
                optionalLevel(certificate, FMC),
                content(certificate, HARDWARE_ID).map(VekExtensions::hardwareId),
                cspId(certificate));
    }

    private static int level(X509Certificate certificate, String oid) throws RefusedException {
        OptionalInt level = optionalLevel(certificate, oid);
        if (level.isEmpty()) {
            throw malformed(oid, "is missing");
        }
        return level.getAsInt();
    }

    private static OptionalInt optionalLevel(X509Certificate certificate, String oid)
            throws RefusedException {
        Optional<byte[]> content = content(certificate, oid);
        if (content.isEmpty()) {
            return OptionalInt.empty();
        }
        if (asn1(content.get(), oid) instanceof ASN1Integer integer) {
            BigInteger value = integer.getPositiveValue();
            if (value.bitLength() <= Byte.SIZE) {
                return OptionalInt.of(value.intValue());
            }
        }
        throw malformed(oid, "is not a level between 0 and 255");
    }

    private static Optional<String> cspId(X509Certificate certificate) throws RefusedException {
        Optional<byte[]> content = content(certificate, CSP_ID);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        if (asn1(content.get(), CSP_ID) instanceof ASN1IA5String text) {
            return Optional.of(text.getString());
        }
        throw malformed(CSP_ID, "is not an IA5String");
    }

    /// Older certificates hold the bare bytes, newer ones a DER OCTET STRING of them.
    private static byte[] hardwareId(byte[] content) {
        boolean wrapped =
                content.length > 2
                        && content[0] == OCTET_STRING_TAG
                        && content[1] == content.length - 2;
        boolean bare = content.length == SnpProduct.MILAN.hardwareIdLength();
        return wrapped && !bare ? Arrays.copyOfRange(content, 2, content.length) : content.clone();
    }

    /// The content of an extension, out of the octet string that X.509 puts around it.
    private static Optional<byte[]> content(X509Certificate certificate, String oid)
            throws RefusedException {
        byte[] extension = certificate.getExtensionValue(oid);
        if (extension == null) {
            return Optional.empty();
        }
        if (asn1(extension, oid) instanceof ASN1OctetString octets) {
            return Optional.of(octets.getOctets());
        }
        throw malformed(oid, "has no content");
    }

    private static ASN1Primitive asn1(byte[] der, String oid) throws RefusedException {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException | RuntimeException e) {
            throw malformed(oid, "is not DER");
        }
    }

    private static RefusedException malformed(String oid, String what) {
        return RefusedException.at(
                "snp-certificate-malformed",
                "Extension " + oid + " of the endorsement key " + what,
                "vek " + oid);
    }
}

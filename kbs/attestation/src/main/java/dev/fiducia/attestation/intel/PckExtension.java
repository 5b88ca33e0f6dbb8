package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.RefusedException;

import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/// What Intel says in a PCK certificate of the platform.
///
/// @param ppid platform provisioning id, hexadecimal
/// @param components the 16 component SVNs of the TCB that the key was made for
/// @param pceSvn the PCE's SVN
/// @param pceId hexadecimal, upper-case as TCB info has it
/// @param fmspc the family of platforms, hexadecimal, upper-case as TCB info has it
/// @param sgxType 0 standard, 1 scalable, 2 scalable with integrity
/// @param platform what only multi-package platforms have
@SuppressWarnings("ArrayRecordComponent") // copied nowhere, compared nowhere
record PckExtension(
        String ppid,
        int[] components,
        int pceSvn,
        String pceId,
        String fmspc,
        int sgxType,
        Optional<Platform> platform) {

    private static final String OID = "1.2.840.113741.1.13.1";
    private static final int COMPONENTS = 16;

    /// @param instanceId 16 bytes, as they lie
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Platform(
            byte[] instanceId, boolean dynamicPlatform, boolean cachedKeys, boolean smtEnabled) {}

    /// Reads the extension of a PCK certificate.
    ///
    /// @param isPlatform whether the Platform CA issued it: then, and only then, the platform's
    ///   part is there
    static PckExtension of(X509Certificate pck, boolean isPlatform) throws RefusedException {
        byte[] wrapped = pck.getExtensionValue(OID);
        if (wrapped == null) {
            throw malformed("is missing");
        }
        try {
            ASN1Sequence all =
                    ASN1Sequence.getInstance(
                            whole(ASN1OctetString.getInstance(whole(wrapped)).getOctets()));
            if (all.size() != (isPlatform ? 7 : 5)) {
                throw malformed("has " + all.size() + " members");
            }
            ASN1Sequence tcb = ASN1Sequence.getInstance(member(all, 2, OID));
            if (tcb.size() != COMPONENTS + 2) {
                throw malformed("has a TCB of " + tcb.size() + " members");
            }
            int[] components = new int[COMPONENTS];
            for (int i = 0; i < COMPONENTS; i++) {
                components[i] = number(member(tcb, i + 1, OID + ".2"), 0xFF);
            }
            octets(member(tcb, 18, OID + ".2"), 16); // CPUSVN: the components say the same
            return new PckExtension(
                    HexFormat.of().formatHex(octets(member(all, 1, OID), 16)),
                    components,
                    number(member(tcb, 17, OID + ".2"), 0xFFFF),
                    HexFormat.of().withUpperCase().formatHex(octets(member(all, 3, OID), 2)),
                    HexFormat.of().withUpperCase().formatHex(octets(member(all, 4, OID), 6)),
                    type(member(all, 5, OID)),
                    isPlatform ? Optional.of(platform(all)) : Optional.empty());
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw malformed("is not what Intel specifies");
        }
    }

    private static Platform platform(ASN1Sequence all) throws RefusedException {
        ASN1Sequence configuration = ASN1Sequence.getInstance(member(all, 7, OID));
        if (configuration.size() != 3) {
            throw malformed("has a configuration of " + configuration.size() + " members");
        }
        return new Platform(
                octets(member(all, 6, OID), 16),
                bool(member(configuration, 1, OID + ".7")),
                bool(member(configuration, 2, OID + ".7")),
                bool(member(configuration, 3, OID + ".7")));
    }

    /// The value of the n-th pair, whose OID has to end in n.
    private static ASN1Encodable member(ASN1Sequence sequence, int number, String parent)
            throws RefusedException {
        ASN1Sequence pair = ASN1Sequence.getInstance(sequence.getObjectAt(number - 1));
        String name = ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0)).getId();
        if (pair.size() != 2 || !name.equals(parent + "." + number)) {
            throw malformed("has its members in another order");
        }
        return pair.getObjectAt(1);
    }

    private static int number(ASN1Encodable value, int max) throws RefusedException {
        ASN1Integer number = ASN1Integer.getInstance(value);
        if (number.getValue().signum() < 0 || number.getValue().bitLength() > 16) {
            throw malformed("has a number out of range");
        }
        int small = number.getValue().intValue();
        if (small > max) {
            throw malformed("has a number out of range");
        }
        return small;
    }

    private static int type(ASN1Encodable value) throws RefusedException {
        var number = ASN1Enumerated.getInstance(value).getValue();
        if (number.signum() < 0 || number.bitLength() > 8) {
            throw malformed("has an SGX type out of range");
        }
        return number.intValue();
    }

    private static byte[] octets(ASN1Encodable value, int length) throws RefusedException {
        byte[] octets = ASN1OctetString.getInstance(value).getOctets();
        if (octets.length != length) {
            throw malformed("has a value of " + octets.length + " bytes, not " + length);
        }
        return octets;
    }

    private static boolean bool(ASN1Encodable value) {
        return ASN1Boolean.getInstance(value).isTrue();
    }

    /// The library refuses bytes behind the value.
    private static ASN1Primitive whole(byte[] der) throws IOException {
        return ASN1Primitive.fromByteArray(der);
    }

    private static RefusedException malformed(String what) {
        return RefusedException.of(
                "dcap-pck-malformed", "The SGX extension of the PCK certificate " + what);
    }
}

package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.evidence.RefusedException;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// The firmware digests in a certificate: member `fwids` of TCG DICE's TcbInfo (DICE Attestation
/// Architecture 1.1, section 6.1.1).
final class FirmwareLayers {

    private static final String TCB_INFO = "2.23.133.5.4.1";
    private static final int FWIDS = 6;
    private static final int MAX_LAYERS = 32;

    private FirmwareLayers() {}

    /// None where the certificate has no TcbInfo, or that has no digests.
    static List<byte[]> of(X509Certificate certificate) throws RefusedException {
        byte[] extension = certificate.getExtensionValue(TCB_INFO);
        if (extension == null) {
            return List.of();
        }
        try {
            byte[] content = ASN1OctetString.getInstance(extension).getOctets();
            List<byte[]> digests = new ArrayList<>();
            for (ASN1Encodable member : ASN1Sequence.getInstance(content)) {
                if (member instanceof ASN1TaggedObject tagged && tagged.hasContextTag(FWIDS)) {
                    for (ASN1Encodable layer : ASN1Sequence.getInstance(tagged, false)) {
                        ASN1Sequence pair = ASN1Sequence.getInstance(layer);
                        digests.add(ASN1OctetString.getInstance(pair.getObjectAt(1)).getOctets());
                    }
                }
            }
            if (digests.size() <= MAX_LAYERS) {
                return List.copyOf(digests);
            }
        } catch (RuntimeException e) { // the library's way with what is no TcbInfo
            throw malformed();
        }
        throw malformed();
    }

    private static RefusedException malformed() {
        return RefusedException.of(
                "nvidia-dpu-chain-invalid", "The device certificate's TcbInfo can't be read");
    }
}

package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What Go shows of a certificate's extensions, besides names and usages.
final class ExtensionJson {
    /// What Go's verifier knows how to obey; any other critical extension makes a chain invalid.
    private static final Set<ASN1ObjectIdentifier> HANDLED =
            Set.of(
                    Extension.keyUsage,
                    Extension.basicConstraints,
                    Extension.subjectAlternativeName,
                    Extension.nameConstraints,
                    Extension.cRLDistributionPoints,
                    Extension.authorityKeyIdentifier,
                    Extension.extendedKeyUsage,
                    Extension.subjectKeyIdentifier,
                    Extension.certificatePolicies,
                    Extension.authorityInfoAccess,
                    Extension.policyConstraints,
                    Extension.inhibitAnyPolicy,
                    Extension.policyMappings);

    private ExtensionJson() {}

    static void put(RegoObject.Builder json, ParsedCertificate certificate) throws CryptoException {
        var extensions = certificate.structure().getTBSCertificate().getExtensions();
        json.put("Extensions", list(extensions));
        var unhandled = new ArrayList<RegoValue>();
        unhandled(certificate).forEach(oid -> unhandled.add(GoJson.oid(oid)));
        json.put("UnhandledCriticalExtensions", GoJson.list(unhandled));
        identifiers(json, certificate);
        access(json, certificate.extension(Extension.authorityInfoAccess));
        json.put(
                "CRLDistributionPoints",
                distribution(certificate.extension(Extension.cRLDistributionPoints)));
        policies(json, certificate.extension(Extension.certificatePolicies));
        NameConstraintsJson.put(json, certificate.extension(Extension.nameConstraints));
        PolicyNumbersJson.put(json, certificate);
    }

    static RegoValue list(@Nullable Extensions extensions) {
        var list = new ArrayList<RegoValue>();
        if (extensions != null) {
            for (var oid : extensions.getExtensionOIDs()) {
                var extension = extensions.getExtension(oid);
                list.add(
                        RegoObject.builder()
                                .put("Id", GoJson.oid(oid))
                                .put("Critical", RegoBoolean.of(extension.isCritical()))
                                .put("Value", GoJson.bytes(extension.getExtnValue().getOctets()))
                                .build());
            }
        }
        return GoJson.list(list);
    }

    /// Critical extensions that are not obeyed, among them names of kinds that are not.
    static List<ASN1ObjectIdentifier> unhandled(ParsedCertificate certificate) {
        var unhandled = new ArrayList<ASN1ObjectIdentifier>();
        var extensions = certificate.structure().getTBSCertificate().getExtensions();
        if (extensions == null) {
            return unhandled;
        }
        for (var oid : extensions.getCriticalExtensionOIDs()) {
            boolean unknownNames =
                    oid.equals(Extension.subjectAlternativeName) && certificate.names().isEmpty();
            if (!HANDLED.contains(oid) || unknownNames) {
                unhandled.add(oid);
            }
        }
        return unhandled;
    }

    private static void identifiers(RegoObject.Builder json, ParsedCertificate certificate) {
        var subject = certificate.extension(Extension.subjectKeyIdentifier);
        json.put(
                "SubjectKeyId",
                subject == null
                        ? RegoNull.NULL
                        : GoJson.bytes(
                                ASN1OctetString.getInstance(subject.getParsedValue()).getOctets()));
        var authority = certificate.extension(Extension.authorityKeyIdentifier);
        json.put(
                "AuthorityKeyId",
                authority == null
                        ? RegoNull.NULL
                        : GoJson.bytes(
                                AuthorityKeyIdentifier.getInstance(authority.getParsedValue())
                                        .getKeyIdentifierOctets()));
    }

    private static void access(RegoObject.Builder json, @Nullable Extension extension) {
        var ocsp = new ArrayList<String>();
        var issuers = new ArrayList<String>();
        if (extension != null) {
            for (var one :
                    AuthorityInformationAccess.getInstance(extension.getParsedValue())
                            .getAccessDescriptions()) {
                var location = one.getAccessLocation();
                if (location.getTagNo() != GeneralName.uniformResourceIdentifier) {
                    continue;
                }
                String uri = ASN1IA5String.getInstance(location.getName()).getString();
                if (one.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
                    ocsp.add(uri);
                } else if (one.getAccessMethod().equals(AccessDescription.id_ad_caIssuers)) {
                    issuers.add(uri);
                }
            }
        }
        json.put("OCSPServer", GoJson.texts(ocsp));
        json.put("IssuingCertificateURL", GoJson.texts(issuers));
    }

    private static RegoValue distribution(@Nullable Extension extension) {
        var points = new ArrayList<String>();
        if (extension != null) {
            for (var point :
                    CRLDistPoint.getInstance(extension.getParsedValue()).getDistributionPoints()) {
                var name = point.getDistributionPoint();
                if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
                    continue;
                }
                for (var one : GeneralNames.getInstance(name.getName()).getNames()) {
                    if (one.getTagNo() == GeneralName.uniformResourceIdentifier) {
                        points.add(ASN1IA5String.getInstance(one.getName()).getString());
                    }
                }
            }
        }
        return GoJson.texts(points);
    }

    private static void policies(RegoObject.Builder json, @Nullable Extension extension) {
        var identifiers = new ArrayList<RegoValue>();
        var texts = new ArrayList<RegoValue>();
        if (extension != null) {
            for (var policy :
                    CertificatePolicies.getInstance(extension.getParsedValue())
                            .getPolicyInformation()) {
                identifiers.add(GoJson.oid(policy.getPolicyIdentifier()));
                texts.add(RegoString.of(policy.getPolicyIdentifier().getId()));
            }
        }
        json.put("PolicyIdentifiers", GoJson.list(identifiers));
        json.put("Policies", texts.isEmpty() ? RegoNull.NULL : RegoArray.copyOf(texts));
    }

    static RegoValue number(int number) {
        return RegoNumber.of(number);
    }
}

package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

import java.util.List;

/// The names that an authority may certify, as Bouncy Castle judges them.
final class PermittedNames {
    private final NameConstraints constraints;

    private PermittedNames(NameConstraints constraints) {
        this.constraints = constraints;
    }

    static PermittedNames of(Extension extension) {
        return new PermittedNames(NameConstraints.getInstance(extension.getParsedValue()));
    }

    /// Whether all alternative names below the authority are within the constraints.
    boolean permit(List<ParsedCertificate> chain) {
        try {
            var validator = new PKIXNameConstraintValidator();
            if (constraints.getPermittedSubtrees() != null) {
                validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
            }
            if (constraints.getExcludedSubtrees() != null) {
                for (var subtree : constraints.getExcludedSubtrees()) {
                    validator.addExcludedSubtree(subtree);
                }
            }
            for (var certificate : chain) {
                var names = certificate.extension(Extension.subjectAlternativeName);
                if (names != null) {
                    for (GeneralName name :
                            GeneralNames.getInstance(names.getParsedValue()).getNames()) {
                        validator.checkPermitted(name);
                        validator.checkExcluded(name);
                    }
                }
            }
            return true;
        } catch (NameConstraintValidatorException | RuntimeException _) {
            // Constraints that cannot be understood cannot be obeyed.
            return false;
        }
    }
}

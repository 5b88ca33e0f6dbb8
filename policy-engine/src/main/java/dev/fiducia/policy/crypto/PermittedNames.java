package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

import java.util.ArrayList;
import java.util.List;

/// The names that authorities may certify, as Bouncy Castle judges them, within so many comparisons
/// for one search.
final class PermittedNames {
    /// Bouncy Castle holds every excluded name against every other one.
    private static final int MAX_SUBTREES = 500;

    /// Go's default.
    private static final long COMPARISONS = 250_000;

    private long left;

    /// @param comparisons how many at most; 0 for Go's default
    PermittedNames(long comparisons) {
        left = comparisons == 0 ? COMPARISONS : comparisons;
    }

    /// Whether all alternative names of the certificates below an authority are within its
    /// constraints.
    boolean permit(ParsedCertificate authority, List<ParsedCertificate> below)
            throws CryptoException {
        var extension = authority.extension(Extension.nameConstraints);
        if (extension == null || below.isEmpty()) {
            return true;
        }
        try {
            var constraints = NameConstraints.getInstance(extension.getParsedValue());
            var names = names(below);
            charge(constraints, names);
            return permit(constraints, names);
        } catch (NameConstraintValidatorException | RuntimeException _) {
            // Constraints that cannot be understood cannot be obeyed.
            return false;
        }
    }

    private static boolean permit(NameConstraints constraints, List<GeneralName> names)
            throws NameConstraintValidatorException {
        var validator = new PKIXNameConstraintValidator();
        if (constraints.getPermittedSubtrees() != null) {
            validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
        }
        if (constraints.getExcludedSubtrees() != null) {
            for (var subtree : constraints.getExcludedSubtrees()) {
                validator.addExcludedSubtree(subtree);
            }
        }
        for (var name : names) {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
        }
        return true;
    }

    private static List<GeneralName> names(List<ParsedCertificate> chain) {
        var all = new ArrayList<GeneralName>();
        for (var certificate : chain) {
            var names = certificate.extension(Extension.subjectAlternativeName);
            if (names != null) {
                all.addAll(List.of(GeneralNames.getInstance(names.getParsedValue()).getNames()));
            }
        }
        return all;
    }

    /// As Go counts: a name is compared with each constraint of its kind.
    private void charge(NameConstraints constraints, List<GeneralName> names)
            throws CryptoException {
        var subtrees = new ArrayList<GeneralSubtree>();
        if (constraints.getPermittedSubtrees() != null) {
            subtrees.addAll(List.of(constraints.getPermittedSubtrees()));
        }
        if (constraints.getExcludedSubtrees() != null) {
            subtrees.addAll(List.of(constraints.getExcludedSubtrees()));
        }
        if (subtrees.size() > MAX_SUBTREES) {
            throw CryptoException.beyond("more than " + MAX_SUBTREES + " name constraints");
        }
        for (var name : names) {
            for (var subtree : subtrees) {
                if (subtree.getBase().getTagNo() == name.getTagNo() && --left < 0) {
                    throw CryptoException.beyond("too many comparisons with name constraints");
                }
            }
        }
    }
}

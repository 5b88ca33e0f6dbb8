package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.RefusedException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the parts of a platform add up to; the specification, section 4.4.4, steps 12 to 14.
///
/// @param status of platform, module and quoting enclave together
/// @param date up to when Intel had looked, the earliest of platform and quoting enclave
/// @param advisories what is known against any of them
record TcbEvaluation(TcbStatus status, Instant date, List<String> advisories) {

    TcbEvaluation {
        advisories = List.copyOf(advisories);
    }

    /// The status as the quote shows the platform, and now, where the quote tells the two apart.
    ///
    /// @param launch what to go by: of a TD that only has to be started again, that it should be
    /// @param current the platform's own, without regard to when the TD was started
    record Both(TcbEvaluation launch, TcbEvaluation current) {}

    static Both of(DcapQuote quote, PckExtension platform, VerifiedCollateral collateral)
            throws RefusedException {
        if (quote.kind() == DcapQuote.Kind.SGX) {
            TcbEvaluation only = at(new byte[16], quote, platform, collateral);
            return new Both(only, only);
        }
        ReportBody body = quote.body();
        TcbEvaluation launch = at(body.value(ReportBody.TCB_SVN), quote, platform, collateral);
        if (body.layout() != ReportBody.Layout.TD_15) {
            return new Both(launch, launch);
        }
        TcbEvaluation current = at(body.value(ReportBody.TCB_SVN_2), quote, platform, collateral);
        TcbStatus together = launch.status.sinceUpdatedTo(current.status);
        return new Both(new TcbEvaluation(together, launch.date, launch.advisories), current);
    }

    private static TcbEvaluation at(
            byte[] teeSvn, DcapQuote quote, PckExtension platform, VerifiedCollateral collateral)
            throws RefusedException {
        TcbInfo tcbInfo = collateral.tcbInfo();
        TcbLevel platformLevel =
                tcbInfo.levels().stream()
                        .filter(level -> level.isReached(platform, teeSvn))
                        .findFirst()
                        .map(PlatformLevel::level)
                        .orElseThrow(() -> unsupported("platform"));
        TcbLevel qe =
                EnclaveLevel.reached(
                                collateral.qeIdentity().levels(),
                                quote.signature().qeReport().u16(ReportBody.ISV_SVN))
                        .orElseThrow(() -> unsupported("quoting enclave"));
        TcbStatus status = platformLevel.status().with(qe.status());
        SortedSet<String> advisories = new TreeSet<>(platformLevel.advisories());
        advisories.addAll(qe.advisories());
        Optional<TcbLevel> module = module(teeSvn, quote, tcbInfo);
        if (module.isPresent()) {
            status = status.with(module.get().status());
            advisories.addAll(module.get().advisories());
        }
        if (status == TcbStatus.REVOKED) {
            throw RefusedException.of(
                    "dcap-tcb-revoked", "Verification completed with Terminal result: Revoked");
        }
        Instant date = platformLevel.date().isBefore(qe.date()) ? platformLevel.date() : qe.date();
        return new TcbEvaluation(status, date, List.copyOf(advisories));
    }

    /// The level of a TDX module that has an identity of its own, which is from version 1.5 on.
    private static Optional<TcbLevel> module(byte[] teeSvn, DcapQuote quote, TcbInfo tcbInfo)
            throws RefusedException {
        if (quote.kind() == DcapQuote.Kind.SGX || teeSvn[1] == 0) {
            return Optional.empty();
        }
        TcbInfo.Module module = identity(teeSvn, tcbInfo);
        return Optional.of(
                EnclaveLevel.reached(module.levels(), Byte.toUnsignedInt(teeSvn[0]))
                        .orElseThrow(() -> unsupported("TDX module")));
    }

    private static TcbInfo.Module identity(byte[] teeSvn, TcbInfo tcbInfo) throws RefusedException {
        return tcbInfo.identity(Byte.toUnsignedInt(teeSvn[1]))
                .orElseThrow(() ->
                        RefusedException.of(
                                "dcap-module-unknown",
                                "Intel knows of no TDX module of this version"));
    }

    /// The TDX module that the quote names is Intel's; section 4.4.4, step 7.
    static void requireModule(DcapQuote quote, VerifiedCollateral collateral)
            throws RefusedException {
        if (quote.kind() == DcapQuote.Kind.SGX) {
            return;
        }
        ReportBody body = quote.body();
        byte[] teeSvn = body.value(ReportBody.TCB_SVN);
        TcbInfo tcbInfo = collateral.tcbInfo();
        TcbInfo.Module module =
                teeSvn[1] != 0
                        ? identity(teeSvn, tcbInfo)
                        : tcbInfo.module().orElseThrow(() -> unsupported("TDX module"));
        byte[] attributes = body.value(ReportBody.SEAM_ATTRIBUTES);
        if (!Arrays.equals(module.mrSigner(), body.value(ReportBody.MRSIGNER_SEAM))
                || !Arrays.equals(attributes, new byte[attributes.length])
                || !Arrays.equals(attributes, module.attributes())) {
            throw RefusedException.of(
                    "dcap-module-mismatch", "The TDX module is not the one that Intel vouches for");
        }
    }

    private static RefusedException unsupported(String part) {
        return RefusedException.of(
                "dcap-tcb-unsupported",
                "Intel knows of no TCB level that the " + part + " reaches");
    }
}

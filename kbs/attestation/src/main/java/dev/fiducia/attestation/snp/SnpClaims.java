package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;

import java.math.BigInteger;
import java.util.HexFormat;

/// The claims of a verified report: the one place that names them.
///
/// Trustee's come first, with its names and types, since policies are written against them; the
/// others are what a report tells besides. Byte strings are lower-case hex.
final class SnpClaims {

    private final CryptoSuite crypto;

    SnpClaims(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    ObjectNode of(SnpReport report, SnpProduct product, VekChain chain) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        trustee(claims, report);
        policy(claims, report.policy());
        platform(claims, report.platform());
        firmware(claims, report);
        guest(claims, report);
        endorsement(claims, report, product, chain);
        return claims;
    }

    private static void trustee(ObjectNode claims, SnpReport report) {
        SnpPolicy policy = report.policy();
        claims.put("policy_abi_major", policy.abiMajor());
        claims.put("policy_abi_minor", policy.abiMinor());
        claims.put("policy_smt_allowed", policy.smtAllowed());
        claims.put("policy_migrate_ma", policy.migrationAgentAllowed());
        claims.put("policy_debug_allowed", policy.debugAllowed());
        claims.put("policy_single_socket", policy.singleSocketRequired());
        SnpTcb reported = report.reportedTcb();
        claims.put("reported_tcb_bootloader", reported.bootloader());
        claims.put("reported_tcb_tee", reported.tee());
        claims.put("reported_tcb_snp", reported.snp());
        claims.put("reported_tcb_microcode", reported.microcode());
        claims.put("platform_tsme_enabled", report.platform().tsmeEnabled());
        claims.put("platform_smt_enabled", report.platform().smtEnabled());
        claims.put("measurement", report.hex(SnpReport.MEASUREMENT, 48));
        claims.put("report_data", HexFormat.of().formatHex(report.reportData()));
        claims.put("init_data", HexFormat.of().formatHex(report.hostData()));
        claims.put("chip_id", HexFormat.of().formatHex(report.chipId()));
    }

    private static void policy(ObjectNode claims, SnpPolicy policy) {
        claims.put("policy_cxl_allowed", policy.cxlAllowed());
        claims.put("policy_aes256_xts_required", policy.aes256XtsRequired());
        claims.put("policy_rapl_disabled", policy.raplDisabled());
        claims.put("policy_ciphertext_hiding", policy.ciphertextHiding());
        claims.put("policy_page_swap_disabled", policy.pageSwapDisabled());
    }

    private static void platform(ObjectNode claims, SnpPlatform platform) {
        claims.put("platform_ecc_enabled", platform.eccEnabled());
        claims.put("platform_rapl_disabled", platform.raplDisabled());
        claims.put("platform_ciphertext_hiding", platform.ciphertextHiding());
        claims.put("platform_alias_check_complete", platform.aliasCheckComplete());
        claims.put("platform_tio_enabled", platform.tioEnabled());
    }

    private static void firmware(ObjectNode claims, SnpReport report) {
        report.reportedTcb().fmcLevel().ifPresent(fmc -> claims.put("reported_tcb_fmc", fmc));
        tcb(claims, "current_tcb", report.currentTcb());
        tcb(claims, "committed_tcb", report.committedTcb());
        tcb(claims, "launch_tcb", report.launchTcb());
        claims.put("current_firmware", report.firmwareVersion(SnpReport.CURRENT_VERSION));
        claims.put("committed_firmware", report.firmwareVersion(SnpReport.COMMITTED_VERSION));
        if (report.hasMitigationVectors()) {
            claims.put(
                    "launch_mit_vector",
                    unsigned(report.mitigationVector(SnpReport.LAUNCH_MIT_VECTOR)));
            claims.put(
                    "current_mit_vector",
                    unsigned(report.mitigationVector(SnpReport.CURRENT_MIT_VECTOR)));
        }
    }

    private static void tcb(ObjectNode claims, String prefix, SnpTcb tcb) {
        tcb.fmcLevel().ifPresent(fmc -> claims.put(prefix + "_fmc", fmc));
        claims.put(prefix + "_bootloader", tcb.bootloader());
        claims.put(prefix + "_tee", tcb.tee());
        claims.put(prefix + "_snp", tcb.snp());
        claims.put(prefix + "_microcode", tcb.microcode());
    }

    private static void guest(ObjectNode claims, SnpReport report) {
        claims.put("report_version", report.version());
        claims.put("guest_svn", report.guestSvn());
        claims.put("vmpl", report.vmpl());
        claims.put("family_id", report.hex(SnpReport.FAMILY_ID, 16));
        claims.put("image_id", report.hex(SnpReport.IMAGE_ID, 16));
        claims.put("id_key_digest", report.hex(SnpReport.ID_KEY_DIGEST, 48));
        claims.put("author_key_digest", report.hex(SnpReport.AUTHOR_KEY_DIGEST, 48));
        claims.put("author_key_enabled", report.keyInfo().authorKeyEnabled());
        claims.put("report_id", report.hex(SnpReport.REPORT_ID, 32));
        claims.put("report_id_ma", report.hex(SnpReport.REPORT_ID_MA, 32));
    }

    private void endorsement(
            ObjectNode claims, SnpReport report, SnpProduct product, VekChain chain) {
        claims.put("product", product.label());
        claims.put("cpuid_family", report.cpuFamily());
        claims.put("cpuid_model", report.cpuModel());
        claims.put("cpuid_stepping", report.cpuStepping());
        claims.put("signing_key", chain.type().name());
        claims.put("chip_key_masked", report.keyInfo().maskChipKey());
        chain.extensions().cspId().ifPresent(csp -> claims.put("csp_id", csp));
        claims.put("root_of_trust", chain.anchor().origin().claim());
        claims.put("root_sha256", chain.anchor().fingerprint(crypto));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}

package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/// The claims that every verified DCAP quote makes: where the platform stands.
final class DcapClaims {

    private static final List<String> SGX_TYPES =
            List.of("Standard", "Scalable", "Scalable with Integrity");

    private DcapClaims() {}

    static void add(ObjectNode claims, DcapVerifier.Genuine genuine) {
        TcbEvaluation launch = genuine.tcb().launch();
        TcbEvaluation current = genuine.tcb().current();
        claims.put("tcb_status", launch.status().wireName());
        claims.put("collateral_expiration_status", genuine.isOutdated() ? "1" : "0");
        advisories(claims.putArray("advisory_ids"), launch);
        claims.put("tcb_date", time(launch.date()));
        claims.put("tcb_status_current", current.status().wireName());
        claims.put("tcb_date_current", time(current.date()));
        advisories(claims.putArray("advisory_ids_current"), current);
        collateral(claims, genuine.collateral());
        platform(claims, genuine.chain().platform());
        claims.put("root_key_id", genuine.chain().rootKeyId());
        claims.put("root_of_trust", genuine.chain().anchor().origin());
    }

    /// The platform's instance id, printed as the GUID that it is: its bytes in reverse.
    static void instance(ObjectNode claims, PckExtension platform) {
        platform.platform()
                .ifPresent(part -> {
                    byte[] id = part.instanceId();
                    byte[] reversed = new byte[id.length];
                    for (int i = 0; i < id.length; i++) {
                        reversed[i] = id[id.length - 1 - i];
                    }
                    claims.put("platform_instance_id", HexFormat.of().formatHex(reversed));
                });
    }

    private static void collateral(ObjectNode claims, VerifiedCollateral collateral) {
        Periods periods = collateral.periods();
        claims.put("earliest_issue_date", time(periods.earliestIssue()));
        claims.put("latest_issue_date", time(periods.latestIssue()));
        claims.put("earliest_expiration_date", time(periods.earliestExpiration()));
        number(claims, "pck_crl_num", collateral.pckCrl().number());
        number(claims, "root_ca_crl_num", collateral.rootCrl().number());
        claims.put(
                "tcb_eval_num",
                Math.min(
                        collateral.tcbInfo().evaluationNumber(),
                        collateral.qeIdentity().evaluationNumber()));
    }

    private static void platform(ObjectNode claims, PckExtension platform) {
        int type = platform.sgxType();
        claims.put("platform_provider_id", platform.ppid());
        claims.put("fmspc", platform.fmspc());
        claims.put(
                "sgx_type",
                type < SGX_TYPES.size() ? SGX_TYPES.get(type) : "Unknown (" + type + ")");
        if (type > 0) {
            platform.platform()
                    .ifPresent(part -> {
                        claims.put("is_dynamic_platform", part.dynamicPlatform());
                        claims.put("is_cached_keys", part.cachedKeys());
                        claims.put("is_smt_enabled", part.smtEnabled());
                    });
        }
    }

    private static void number(ObjectNode claims, String name, BigInteger number) {
        claims.put(name, number);
    }

    private static void advisories(ArrayNode ids, TcbEvaluation evaluation) {
        evaluation.advisories().forEach(ids::add);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

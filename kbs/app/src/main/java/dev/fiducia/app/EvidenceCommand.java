package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.EvidenceCheck;
import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.appraisal.AppraisalPolicy;
import dev.fiducia.attestation.appraisal.PolicyResult;
import dev.fiducia.attestation.appraisal.PolicyVerdict;
import dev.fiducia.attestation.appraisal.TrustTier;
import dev.fiducia.attestation.azure.AzSnpVtpmVerifier;
import dev.fiducia.attestation.azure.AzTdxVtpmVerifier;
import dev.fiducia.attestation.cca.CcaVerifier;
import dev.fiducia.attestation.hygon.CsvVerifier;
import dev.fiducia.attestation.hygon.DcuVerifier;
import dev.fiducia.attestation.hygon.HygonConfig;
import dev.fiducia.attestation.intel.SgxVerifier;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.attestation.nvidia.DpuConfig;
import dev.fiducia.attestation.nvidia.DpuVerifier;
import dev.fiducia.attestation.nvidia.NvidiaConfig;
import dev.fiducia.attestation.nvidia.NvidiaVerifier;
import dev.fiducia.attestation.platform.PlatformRules;
import dev.fiducia.attestation.platform.PlatformTrustVerifier;
import dev.fiducia.attestation.sample.SampleDeviceVerifier;
import dev.fiducia.attestation.sample.SampleVerifier;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.attestation.tpm.TpmVerifier;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// `fiducia evidence`: looks at evidence away from any service.
@Command(
        name = "evidence",
        mixinStandardHelpOptions = true,
        description = "Verifies evidence offline.")
final class EvidenceCommand {
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Prints the claims as JSON, or why the evidence is refused (status 3).")
    int verify(
            @Option(names = "--tee", required = true, paramLabel = "TEE") String tee,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "The evidence, JSON.")
                    @Nullable Path positional,
            @Option(names = "--evidence", paramLabel = "FILE", description = "The same.")
                    @Nullable Path evidence,
            @Option(
                            names = "--report-data",
                            paramLabel = "HEX",
                            description = "The report data must be this.")
                    @Nullable String reportData,
            @Option(
                            names = "--init-data",
                            paramLabel = "HEX",
                            description = "The bound initdata digest must be this.")
                    @Nullable String initData,
            @Option(
                            names = "--policy",
                            paramLabel = "FILE",
                            description = "Judge the claims; status 3 unless affirming.")
                    @Nullable Path policy,
            @Option(
                            names = "--reference-values",
                            paramLabel = "FILE",
                            description = "For the policy: a JSON object of names and values.")
                    @Nullable Path referenceValues,
            @Option(
                            names = "--root",
                            paramLabel = "PEM",
                            description =
                                    "Trust this root too, such as that of simulated hardware; of a"
                                            + " TPM, its attestation key; of CCA, a ta-store file"
                                            + " of trust anchors.")
                    @Nullable List<Path> roots,
            @Option(
                            names = "--collateral",
                            paramLabel = "DIR",
                            description =
                                    "Collateral: *.document as `fiducia collateral fetch` writes,"
                                            + " or *.json as Intel's PcsClientTool does."
                                            + " Certificates of chips for csv and hygondcu.")
                    @Nullable List<Path> collateral) {
        Expectations expected =
                new Expectations(
                        bytes("--report-data", reportData), bytes("--init-data", initData));
        VerificationResult result =
                new EvidenceCheck(
                                PlatformTrustVerifier.all(
                                        List.of(
                                                verifier(
                                                        tee(tee),
                                                        roots == null ? List.of() : roots,
                                                        collateral == null
                                                                ? List.of()
                                                                : collateral)),
                                        PlatformRules.none()))
                        .check(tee(tee), Input.bytes(file(evidence, positional)), expected);
        List<TeeClaims> verified =
                switch (result) {
                    case VerificationResult.Verified(List<TeeClaims> claims) -> claims;
                    case VerificationResult.Refused(Refusal refusal) ->
                            throw CommandFailure.denied("refused: " + refusal.describe());
                };
        if (policy == null) {
            verified.forEach(claims -> System.out.println(claims.claims().toPrettyString()));
            return ExitCode.OK;
        }
        return judge(verified, compiled(policy), referenceValues(referenceValues));
    }

    private static int judge(
            List<TeeClaims> verified, AppraisalPolicy policy, JsonNode references) {
        boolean isAffirming = true;
        for (TeeClaims claims : verified) {
            PolicyVerdict verdict =
                    switch (EvidenceCheck.appraise(
                            claims, policy, name -> Optional.ofNullable(references.get(name)))) {
                        case PolicyResult.Judged(PolicyVerdict judged) -> judged;
                        case PolicyResult.Refused(Refusal refusal) ->
                                throw CommandFailure.denied("refused: " + refusal.describe());
                    };
            TrustTier status = verdict.trustVector().status();
            ObjectNode report = JsonNodeFactory.instance.objectNode();
            report.set("claims", claims.claims());
            report.put("status", status.wireName());
            report.set("trustworthiness_vector", verdict.trustVector().toJson());
            System.out.println(report.toPrettyString());
            isAffirming &= status == TrustTier.AFFIRMING;
        }
        return isAffirming ? ExitCode.OK : ExitCode.DENIED;
    }

    /// Only the one that is asked for: a root of one vendor is none of another's.
    private static Verifier verifier(Tee tee, List<Path> roots, List<Path> collateral) {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        InstantSource clock = InstantSource.system();
        try {
            return switch (tee) {
                case SAMPLE -> new SampleVerifier();
                case SAMPLE_DEVICE -> new SampleDeviceVerifier();
                case SNP ->
                        SnpVerifier.create(
                                CollateralFolders.snp(collateral, roots, crypto, clock),
                                crypto,
                                clock);
                case AZ_SNP_VTPM ->
                        AzSnpVtpmVerifier.create(
                                CollateralFolders.snp(collateral, roots, crypto, clock),
                                crypto,
                                clock);
                case TDX ->
                        TdxVerifier.create(
                                CollateralFolders.intel(collateral, roots, crypto, clock),
                                crypto,
                                clock);
                case AZ_TDX_VTPM ->
                        AzTdxVtpmVerifier.create(
                                CollateralFolders.intel(collateral, roots, crypto, clock),
                                crypto,
                                clock);
                case SGX ->
                        SgxVerifier.create(
                                CollateralFolders.intel(collateral, roots, crypto, clock),
                                crypto,
                                clock);
                case TPM -> TpmVerifier.create(roots, crypto);
                case CCA -> CcaVerifier.create(roots, crypto);
                case NVIDIA -> NvidiaVerifier.create(new NvidiaConfig.Local(roots), crypto, clock);
                case NVIDIA_DPU ->
                        DpuVerifier.create(new DpuConfig(roots, DpuConfig.HOUR), crypto, clock);
                case CSV -> CsvVerifier.create(new HygonConfig(collateral, roots), crypto);
                case HYGON_DCU -> DcuVerifier.create(new HygonConfig(collateral, roots), crypto);
                case SE ->
                        throw CommandFailure.failed(
                                "evidence of se can be verified only by the service that asked for it");
            };
        } catch (VerifierSetupException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Path file(@Nullable Path option, @Nullable Path positional) {
        Path file = option == null ? positional : option;
        if (file == null || (option != null && positional != null)) {
            throw CommandFailure.usage("name the file with the evidence, once");
        }
        return file;
    }

    private static Tee tee(String name) {
        return Tee.of(name).orElseThrow(() -> CommandFailure.failed("there is no TEE " + name));
    }

    private static AppraisalPolicy compiled(Path file) {
        AppraisalPolicy.Compiled compiled =
                AppraisalPolicy.compile(file.toString(), Input.text(file));
        return compiled.policy()
                .orElseThrow(() -> {
                    StringBuilder text = new StringBuilder("the policy is not usable:");
                    compiled.diagnostics().forEach(found -> text.append("\n  ").append(found));
                    return CommandFailure.failed(text.toString());
                });
    }

    private static JsonNode referenceValues(@Nullable Path file) {
        if (file == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        return switch (StrictJson.read(Input.bytes(file))) {
            case StrictJson.Result.Read(ObjectNode values) -> values;
            case StrictJson.Result.Read _ ->
                    throw CommandFailure.failed(
                            file + " must hold a JSON object of names and values");
            case StrictJson.Result.Unreadable(Refusal refusal) ->
                    throw CommandFailure.failed(file + ": " + refusal.describe());
        };
    }

    private static Optional<byte[]> bytes(String option, @Nullable String hex) {
        if (hex == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.failed(option + " is not hexadecimal: " + e.getMessage());
        }
    }
}

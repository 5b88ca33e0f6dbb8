package dev.fiducia.kbs.config;

import dev.fiducia.attestation.platform.PlatformRules;
import dev.fiducia.attestation.se.SeConfig;
import dev.fiducia.ha.cluster.ClusterSettings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The effective configuration of one service. Every part has a safe default, so that an empty
/// document is a valid configuration: HTTPS on the loopback address, administration by a key pair
/// made on first start, resources released to nothing but affirming evidence bound to a registered
/// initdata.
///
/// `notes` are sentences for the log at start: keys that are accepted for Trustee's sake and mean
/// something else here.
public record FiduciaConfig(
        HttpServerConfig httpServer,
        AdminConfig admin,
        AttestationTokenConfig attestationToken,
        AttestationServiceConfig attestationService,
        List<PluginConfig> plugins,
        StoreConfig store,
        Optional<ClusterSettings> cluster,
        InitdataConfig initdata,
        AdmissionConfig admission,
        PolicyConfig policy,
        SnpVerifierConfig snp,
        IntelVerifierConfig intel,
        CollateralConfig collateral,
        PlatformRules platform,
        TpmVerifierConfig tpm,
        CcaVerifierConfig cca,
        NvidiaVerifierConfig nvidia,
        DpuVerifierConfig dpu,
        HygonVerifierConfig hygon,
        Optional<SeConfig> se,
        CryptoConfig crypto,
        LimitsConfig limits,
        AuditConfig audit,
        ManagementConfig management,
        List<String> notes) {

    /// The environment variable that names the file when the command line does not.
    public static final String FILE_VARIABLE = "KBS_CONFIG_FILE";

    private static final int MAX_BYTES = 1 << 20;

    public FiduciaConfig {
        plugins = List.copyOf(plugins);
        notes = List.copyOf(notes);
    }

    /// Reads a file, with the process's environment laid over it.
    public static FiduciaConfig load(Path file) throws ConfigException {
        return load(file, System.getenv());
    }

    /// Reads a file; variables `KBS__TABLE__KEY` of `environment` replace its values.
    public static FiduciaConfig load(Path file, Map<String, String> environment)
            throws ConfigException {
        Place place = Place.inFile(file.toString());
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(
                        ConfigProblem.of(ConfigProblem.Code.TOO_LARGE, place, "larger than 1 MiB"));
            }
            String toml =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                            .toString();
            return parse(toml, file.toString(), environment);
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    ConfigProblem.of(ConfigProblem.Code.SYNTAX, place, "not UTF-8 text"));
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    ConfigProblem.of(ConfigProblem.Code.UNREADABLE, place, "no such file"));
        } catch (IOException e) {
            throw new ConfigException(
                    ConfigProblem.of(ConfigProblem.Code.UNREADABLE, place, "cannot be read: " + e));
        }
    }

    /// Reads a document; `source` names it in errors. The environment plays no part.
    public static FiduciaConfig parse(String toml, String source) throws ConfigException {
        return parse(toml, source, Map.of());
    }

    static FiduciaConfig parse(String toml, String source, Map<String, String> environment)
            throws ConfigException {
        ConfigReader reader = new ConfigReader();
        Tree.Table root = TomlSource.parse(toml, source);
        FiduciaConfig config =
                RootBinding.bind(reader.root(EnvironmentOverlay.apply(root, environment)), reader);
        reader.finish();
        return config;
    }
}

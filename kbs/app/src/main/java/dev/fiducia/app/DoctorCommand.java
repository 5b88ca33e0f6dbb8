package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoReport;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.ConfigException;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.http.TlsSettings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;

/// `fiducia doctor`: what this machine offers, and what an operator should know about it.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Says what this machine offers: Java, crypto providers, TLS engine, store; and whether"
                    + " collateral ends soon, of a configuration or of a running service.",
            "The exit status is 1 where the store doesn't work or collateral is past its end."
        })
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config-file"},
            defaultValue = "${env:KBS_CONFIG_FILE}",
            paramLabel = "FILE",
            description = "Check the collateral that this configuration pins (KBS_CONFIG_FILE).")
    private @Nullable Path configFile;

    @Option(names = "--service", description = "Check what the running service holds.")
    private boolean isServiceAsked;

    @Option(
            names = "--ahead",
            defaultValue = "10",
            paramLabel = "DAYS",
            description = "Warn so long before a pinned document ends (default: ${DEFAULT-VALUE}).")
    private int ahead;

    @Mixin private ServiceOptions service;
    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        report.set("java", java());
        report.set("crypto", crypto(crypto.describe(), warnings));
        report.set("tls", tls(warnings));
        report.set("store", StoreTrial.run(warnings));
        boolean isWell = report.path("store").path("works").asBoolean();
        if (configFile != null || isServiceAsked) {
            isWell &= !collateral(report.putObject("collateral"), warnings, crypto).isUrgent();
        }
        report.set("warnings", warnings);
        System.out.println(output.json() ? report.toPrettyString() : text(report));
        return isWell ? ExitCode.OK : ExitCode.FAILED;
    }

    /// A running service knows better than its configuration: it fetches.
    private CollateralHealth collateral(ObjectNode report, ArrayNode warnings, CryptoSuite crypto) {
        CollateralHealth health =
                new CollateralHealth(
                        InstantSource.system().instant(), Duration.ofDays(ahead), report, warnings);
        if (isServiceAsked) {
            CollateralDoctor.ofService(service.admin(), health);
        } else if (configFile != null) {
            try {
                CollateralDoctor.ofConfiguration(FiduciaConfig.load(configFile), crypto, health);
            } catch (ConfigException e) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()));
            }
        }
        return health;
    }

    private static ObjectNode java() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", Runtime.version().toString())
                .put("runtime", System.getProperty("java.home", ""))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("heap limit, MiB", Runtime.getRuntime().maxMemory() >> 20);
    }

    private static ObjectNode crypto(CryptoReport crypto, ArrayNode warnings) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        crypto.choices().forEach(choice -> report.put(choice.operations(), choice.provider()));
        crypto.warnings().forEach(warnings::add);
        return report;
    }

    private static ObjectNode tls(ArrayNode warnings) {
        boolean boringSsl = TlsSettings.boringSslLoads();
        if (!boringSsl) {
            warnings.add(
                    "BoringSSL does not load: TLS by the JDK, with slower handshakes and without"
                            + " post-quantum groups");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("engine", boringSsl ? "BoringSSL" : "JDK")
                .put("hybrid group X25519MLKEM768", boringSsl ? "yes" : "no");
    }

    private static String text(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {"java", "crypto", "tls", "store", "collateral"}) {
            if (!report.has(part)) {
                continue;
            }
            text.append(part).append('\n');
            for (var line : report.path(part).properties()) {
                text.append(String.format("  %-42s %s%n", line.getKey(), line.getValue().asText()));
            }
        }
        for (JsonNode warning : report.path("warnings")) {
            text.append("warning: ").append(warning.asText()).append('\n');
        }
        return text.append(report.path("warnings").isEmpty() ? "no warnings" : "")
                .toString()
                .strip();
    }
}

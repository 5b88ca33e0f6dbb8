package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoReport;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.http.TlsSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `fiducia doctor`: what this machine offers, and what an operator should know about it.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what this machine offers: Java, crypto providers, TLS engine, store.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("java", java());
        report.set("crypto", crypto(warnings));
        report.set("tls", tls(warnings));
        report.set("store", StoreTrial.run(warnings));
        report.set("warnings", warnings);
        System.out.println(output.json() ? report.toPrettyString() : text(report));
        return report.path("store").path("works").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
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

    private static ObjectNode crypto(ArrayNode warnings) {
        CryptoReport crypto = CryptoSuite.create(CryptoPreference.AUTO).describe();
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
        for (String part : new String[] {"java", "crypto", "tls", "store"}) {
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

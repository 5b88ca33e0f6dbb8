package dev.fiducia.initdata.lint;

import static dev.fiducia.initdata.lint.Row.clean;
import static dev.fiducia.initdata.lint.Row.error;
import static dev.fiducia.initdata.lint.Row.info;
import static dev.fiducia.initdata.lint.Row.warning;

import java.util.List;
import java.util.Random;

/// Documents for the rules about the document itself, but for secrets.
final class DocumentRows {

    private static final Draft GOOD = Draft.good();
    private static final String DUMMY =
            "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n\"aa.toml\" = '''\n'''";

    private DocumentRows() {}

    static List<Row> all() {
        return List.of(
                error("ID001", GOOD.withText("\uFEFF" + GOOD.text()), "\uFEFF", ""),
                error("ID001", GOOD.with("[data]", "[data"), "\n\"aa.toml\"", ""),
                error("ID001", GOOD.with("version =", "x = 1\nx = 2\nversion ="), "x = 2", ""),
                error("ID001", GOOD.with("version =", "x = '\0'\nversion ="), "\0", ""),
                error("ID001", GOOD.withText("H4sIAAAA"), "", ""),
                error("ID001", GOOD.withText("YWJj=ZGVm"), "=ZGVm", ""),
                clean("ID001", GOOD.with("version = \"0.1.0\"", "version = \"0.2.0\"")),
                error("ID002", GOOD.with("version = \"0.1.0\"\n", ""), "", "version"),
                error("ID002", GOOD.with("\"0.1.0\"", "\"0.2.0\""), "version", "version"),
                error("ID002", GOOD.with("\"0.1.0\"", "0.1"), "version", "version"),
                clean("ID002", GOOD.with("\"sha256\"", "\"sha-256\"")),
                error("ID003", GOOD.with("algorithm = \"sha256\"\n", ""), "", "algorithm"),
                error("ID003", GOOD.with("\"sha256\"", "\"sha-256\""), "algorithm", "algorithm"),
                error("ID003", GOOD.with("\"sha256\"", "\"SHA256\""), "algorithm", "algorithm"),
                error("ID003", GOOD.with("\"sha256\"", "\"sm3\""), "algorithm", "algorithm"),
                error("ID003", GOOD.with("\"sha256\"", "256"), "algorithm", "algorithm"),
                clean("ID003", GOOD.with("\"sha256\"", "\"sha512\"")),
                error("ID004", GOOD.withText("algorithm='sha256'\nversion='0.1.0'\n"), "", "data"),
                error("ID004", GOOD.withText("data = 1\n"), "data", "data"),
                error("ID004", GOOD.with("\"aa.toml\" =", "aa.toml ="), "aa.toml", "data.aa"),
                error("ID004", GOOD.with("[data]", "[data]\nx = 1"), "x = 1", "data.x"),
                clean("ID004", GOOD.with("[data]", "[data]\nx = '1'")),
                warning("ID005", GOOD.withText(GOOD.text().replace("\n", "\r\n")), "\r\n", ""),
                warning("ID005", GOOD.with("[data]", "[data] \t"), "\t\n", ""),
                info("ID005", GOOD.withText(GOOD.text().stripTrailing()), "", ""),
                clean("ID005", GOOD.with("[data]", "# a \r b\n[data]")),
                clean("ID005", GOOD.with("[data]", "  [data]")),
                error("ID006", sha("sha384").on(Platform.AZ_SNP_VTPM), "algorithm", "algorithm"),
                error("ID006", sha("sha512").on(Platform.TPM), "algorithm", "algorithm"),
                warning("ID006", GOOD.on(Platform.CCA), "algorithm", "algorithm"),
                warning("ID006", sha("sha384"), "algorithm", "algorithm"),
                info("ID006", sha("sha384").on(Platform.SNP), "algorithm", "algorithm"),
                info("ID006", sha("sha512").on(Platform.TDX), "algorithm", "algorithm"),
                clean("ID006", sha("sha384").on(Platform.TDX)),
                clean("ID006", sha("sha512").on(Platform.CCA)),
                info(
                        "ID007",
                        file("attestation-agent.json"),
                        "\"att",
                        "data.attestation-agent.json"),
                warning("ID007", file("aa.tml"), "\"aa.tml", "data.aa.tml"),
                warning("ID007", file("policy.reg"), "\"policy.reg\"", "data.policy.reg"),
                warning("ID007", file("CDH.toml"), "\"CDH", "data.CDH.toml"),
                clean("ID007", GOOD),
                info("ID008", GOOD.with("[data]", "pod_name = \"p\"\n[data]"), "pod", "pod_name"),
                info("ID008", GOOD.with("[data]", "vesion = \"p\"\n[data]"), "ves", "vesion"),
                info("ID008", GOOD.withText(GOOD.text() + "[more]\nx=1\n"), "[more]", "more"),
                clean("ID008", GOOD.withText(GOOD.text() + "more = ''\n")),
                warning("ID009", GOOD.with("\"aa.toml\"", "\"zz\""), "[data]", "data"),
                error(
                        "ID009",
                        GOOD.with("\"aa.toml\"", "\"zz\"").on(Platform.PEER_PODS),
                        "[data]",
                        "data"),
                clean("ID009", GOOD.with("\"aa.toml\"", "\"aa.toml\"").on(Platform.PEER_PODS)),
                warning("ID010", GOOD.with("\"cdh.toml\"", "\"zz\""), "[data]", "data"),
                error(
                        "ID010",
                        GOOD.with("\"cdh.toml\"", "\"zz\"").on(Platform.AZ_TDX_VTPM),
                        "[data]",
                        "data"),
                clean("ID010", GOOD.on(Platform.AZ_TDX_VTPM)),
                warning("ID011", GOOD.with("\"policy.rego\"", "\"zz\""), "[data]", "data"),
                clean("ID011", GOOD),
                error("ID012", padded(600_000), "", ""),
                error("ID012", padded(260_000), "", ""),
                warning("ID012", padded(70_000), "", ""),
                warning("ID012", padded(20_000), "", ""),
                warning("ID012", padded(20_000).on(Platform.PEER_PODS), "", ""),
                clean("ID012", padded(20_000).on(Platform.AZ_SNP_VTPM)),
                clean("ID012", padded(70_000).on(Platform.SNP)),
                warning(
                        "ID014",
                        GOOD.withFirst("kbs.example.com", "${TRUSTEE_HOST}"),
                        "url",
                        AA + "kbs.url"),
                warning(
                        "ID014",
                        GOOD.withFirst("kbs.example.com", "$TRUSTEE_HOST"),
                        "url",
                        AA + "kbs.url"),
                warning(
                        "ID014",
                        GOOD.withFirst("https://kbs.example.com:8443", "<url>"),
                        "url",
                        AA + "kbs.url"),
                warning(
                        "ID014",
                        GOOD.withFirst("kbs.example.com", "{{ host }}"),
                        "url",
                        AA + "kbs.url"),
                warning("ID014", GOOD.withFirst(Draft.CERTIFICATE, ""), "cert", AA + "kbs.cert"),
                warning(
                        "ID014",
                        GOOD.withFirst(
                                Draft.CERTIFICATE,
                                "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n"),
                        "cert",
                        AA + "kbs.cert"),
                warning(
                        "ID014",
                        GOOD.with("[\"docker.io\"]", "[\"docker.io\", \"${MIRROR}\"]"),
                        "\"${MIRROR}",
                        "data.cdh.toml.image.registry_config.unqualified-search-registries[1]"),
                warning("ID014", GOOD.with("[data]", "[data]\nx = '${FILE}'"), "x =", "data.x"),
                warning("ID014", GOOD.with("[data]", "pod = '<pod>'\n[data]"), "pod =", "pod"),
                clean("ID014", GOOD.with("[data]", "pod = 'a < b > c, $5 and {x}'\n[data]")),
                clean("ID014", GOOD.with("[data]", "# ${HOST}\n[data]")),
                info("ID016", GOOD.withText(DUMMY), "", ""),
                clean("ID016", GOOD.withText(DUMMY + "\n")));
    }

    private static final String AA = "data.aa.toml.token_configs.";

    private static Draft sha(String algorithm) {
        return GOOD.with("\"sha256\"", "\"" + algorithm + "\"");
    }

    private static Draft file(String name) {
        return GOOD.with("[data]", "[data]\n\"" + name + "\" = ''");
    }

    /// The good document with a comment of this many letters that compress badly.
    private static Draft padded(int length) {
        Random random = new Random(7);
        StringBuilder noise = new StringBuilder("# ");
        for (int i = 0; i < length; i++) {
            noise.append((char) ('a' + random.nextInt(26)));
        }
        return GOOD.withText(noise + "\n" + GOOD.text());
    }
}

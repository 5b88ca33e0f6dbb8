package dev.fiducia.initdata.lint;

import static dev.fiducia.initdata.lint.Row.clean;
import static dev.fiducia.initdata.lint.Row.error;
import static dev.fiducia.initdata.lint.Row.info;
import static dev.fiducia.initdata.lint.Row.warning;

import dev.fiducia.initdata.lint.HostFacts.ResourceKind;

import java.util.List;
import java.util.Optional;

/// Documents for the rules about addresses and certificates.
final class ConnectionRows {

    private static final Draft GOOD = Draft.good();
    private static final String AA = "data.aa.toml.token_configs.kbs.";
    private static final String CDH = "data.cdh.toml.kbc.";
    private static final String AA_URL = "url = \"https://kbs.example.com:8443\"";
    private static final String CDH_URL = "url = \"https://kbs.example.com:8443/\"";
    private static final TestCertificate SERVER = TestCertificate.server("kbs.example.com");

    private ConnectionRows() {}

    static List<Row> all() {
        Draft plain = GOOD.with(AA_URL, AA_URL.replace("https", "http"));
        return List.of(
                error("NET101", plain, "url = \"http:", AA + "url"),
                warning("NET101", plain.in(LintProfile.DEV), "url = \"http:", AA + "url"),
                error(
                        "NET101",
                        GOOD.with(CDH_URL, CDH_URL.replace("https", "HTTP")),
                        "url = \"HTTP:",
                        CDH + "url"),
                clean("NET101", GOOD.with(AA_URL, AA_URL.replace("https", "HTTPS"))),
                clean("NET101", GOOD.with(AA_URL, "# http://x\n" + AA_URL)),
                warning("NET102", host("10.0.0.7"), "url", AA + "url"),
                warning("NET102", host("[2001:db8::1]"), "url", AA + "url"),
                warning("NET102", host("localhost"), "url", AA + "url"),
                warning("NET102", host("127.0.0.1"), "url", AA + "url"),
                warning("NET102", host("kbs-service"), "url", AA + "url"),
                warning("NET102", host("kbs.trustee.svc"), "url", AA + "url"),
                warning("NET102", host("kbs.trustee.svc.cluster.local"), "url", AA + "url"),
                warning("NET102", host("user:pw12@kbs.example.com"), "url", AA + "url"),
                warning("NET102", host("user@kbs.example.com"), "url", AA + "url"),
                warning(
                        "NET102",
                        GOOD.with(AA_URL, AA_URL.replace("8443", "8443/kbs/v0")),
                        "url",
                        AA + "url"),
                warning(
                        "NET102",
                        GOOD.with(AA_URL, AA_URL.replace("8443", "8443?a=b")),
                        "url",
                        AA + "url"),
                clean("NET102", host("kbs-1.svc-apps.example.com")),
                clean("NET102", host("my_kbs.example.com")),
                warning(
                        "NET103",
                        GOOD.with(
                                "cert = \"\"\"\n" + Draft.CERTIFICATE + "\"\"\"\n\n[event",
                                "\n[event"),
                        "url",
                        AA + "url"),
                clean("NET103", plain),
                error("NET104", plain, "cert = ", AA + "cert"),
                clean("NET104", GOOD),
                warning(
                        "NET105",
                        GOOD.with(CDH_URL, CDH_URL.replace("8443", "8444")),
                        CDH_URL.replace("8443", "8444"),
                        CDH + "url"),
                warning(
                        "NET105",
                        GOOD.withFirst(Draft.CERTIFICATE, SERVER.rsa(3072, "SHA256withRSA").pem()),
                        "kbs_cert",
                        CDH + "kbs_cert"),
                info("NET105", GOOD.at(service("https://other.example.com")), "url", AA + "url"),
                clean("NET105", GOOD.at(service("https://KBS.example.com:8443/"))),
                clean(
                        "NET105",
                        GOOD.withFirst(Draft.CERTIFICATE, "Subject: test\n" + Draft.CERTIFICATE)),
                error("NET106", cert("no certificate\n"), "cert = ", AA + "cert"),
                error(
                        "NET106",
                        cert("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                        "cert = ",
                        AA + "cert"),
                error(
                        "NET106",
                        cert("-----BEGIN CERTIFICATE-----\nMIIB\n"),
                        "cert = ",
                        AA + "cert"),
                error("NET106", cert(SERVER.expiringAfterDays(-1).pem()), "cert = ", AA + "cert"),
                warning("NET106", cert(SERVER.expiringAfterDays(29).pem()), "cert = ", AA + "cert"),
                error(
                        "NET106",
                        extraRoot(SERVER.expiringAfterDays(-1).pem()),
                        "\"\"\"\n" + SERVER.expiringAfterDays(-1).pem().substring(0, 300),
                        "data.cdh.toml.image.extra_root_certificates[0]"),
                clean("NET106", cert(SERVER.expiringAfterDays(31).pem())),
                warning(
                        "NET107",
                        cert(TestCertificate.server("other.example.com").pem()),
                        "cert = ",
                        AA + "cert"),
                warning("NET107", cert(TestCertificate.server().pem()), "cert = ", AA + "cert"),
                warning(
                        "NET107",
                        cert(SERVER.rsa(2048, "SHA1withRSA").pem()),
                        "cert = ",
                        AA + "cert"),
                warning(
                        "NET107",
                        cert(SERVER.rsa(1024, "SHA256withRSA").pem()),
                        "cert = ",
                        AA + "cert"),
                warning("NET107", cert(SERVER.asAuthority().pem()), "cert = ", AA + "cert"),
                clean("NET107", cert(SERVER.rsa(2048, "SHA256withRSA").pem())),
                clean("NET107", cert(TestCertificate.server("*.example.com").pem())),
                clean("NET107", cert(TestCertificate.server().asAuthority().pem())),
                warning(
                        "NET108",
                        GOOD.with(
                                "[eventlog_config]",
                                "[token_configs.coco_as]\nurl = \"https://as.example.com\"\n[eventlog_config]"),
                        "url = \"https://as",
                        "data.aa.toml.token_configs.coco_as.url"),
                clean(
                        "NET108",
                        GOOD.with("[token_configs.kbs]", "[token_configs.coco_as]")
                                .with(
                                        "cert = \"\"\"\n" + Draft.CERTIFICATE + "\"\"\"\n\n[event",
                                        "\n[event")),
                error("NET109", kbc("offline_fs_kbc"), "name = ", CDH + "name"),
                warning(
                        "NET109",
                        kbc("offline_fs_kbc").in(LintProfile.DEV),
                        "name = ",
                        CDH + "name"),
                error("NET109", kbc("cc-kbc").in(LintProfile.DEV), "name = ", CDH + "name"),
                clean("NET109", GOOD));
    }

    private static Draft host(String host) {
        return GOOD.withFirst("kbs.example.com", host);
    }

    private static Draft cert(String pem) {
        return GOOD.withFirst(Draft.CERTIFICATE, pem);
    }

    private static Draft kbc(String name) {
        return GOOD.with("\"cc_kbc\"", "\"" + name + "\"");
    }

    static Draft extraRoot(String pem) {
        return GOOD.with(
                "max_concurrent_layer_downloads_per_image = 3",
                "extra_root_certificates = [\"\"\"\n" + pem + "\"\"\"]");
    }

    private static HostFacts service(String url) {
        return new HostFacts() {
            @Override
            public Optional<String> serviceUrl() {
                return Optional.of(url);
            }

            @Override
            public ResourceKind resource(String path) {
                return ResourceKind.JSON_OBJECT;
            }
        };
    }
}

package dev.fiducia.bench;

import com.sun.management.ThreadMXBean;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.LintReport;
import dev.fiducia.initdata.lint.Linter;
import dev.fiducia.initdata.lint.Submission;
import dev.fiducia.initdata.lint.catalogue.Catalogue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What it costs to refuse documents that are made to cost: processor time of the first look in a
/// process that has read one ordinary document, processor time of a later look, and the bytes that
/// are allocated. Each case runs in a process of its own.
///
/// ```
/// java -cp 'lib/*' dev.fiducia.bench.HostileInitdata          # all cases
/// java -cp 'lib/*' dev.fiducia.bench.HostileInitdata bomb     # one, in this process
/// ```
public final class HostileInitdata {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 200;
    private static final String HEAD = "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n";
    private static final String ORDINARY = HEAD + policy("default ExecProcessRequest := false\n");

    private HostileInitdata() {}

    /// The entry point.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, byte[]> cases = cases();
        if (arguments.length == 0) {
            System.out.printf(
                    "%-20s %10s %9s %9s %12s  %s%n",
                    "case", "bytes", "cold ms", "warm ms", "allocated", "refused with");
            for (String name : cases.keySet()) {
                inFreshProcess(name);
            }
            return;
        }
        byte[] submitted = cases.get(arguments[0]);
        if (submitted == null) {
            System.err.println("cases are " + cases.keySet());
            System.exit(2);
            return;
        }
        measure(arguments[0], submitted);
    }

    private static Map<String, byte[]> cases() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("ordinary", ORDINARY);
        texts.put("bomb", InitdataAnnotation.encode(new byte[64 << 20]));
        texts.put("4-mib", "x = '" + "x".repeat(4 << 20) + "'\n");
        texts.put("64-kib-line", HEAD + policy("# " + "x".repeat(1 << 16) + "\n"));
        texts.put("64-kib-lines", HEAD + policy(("# " + "x".repeat(1 << 16) + "\n").repeat(7)));
        texts.put("arrays", "a = " + "[".repeat(250_000));
        texts.put("tables", "a = " + "{a=".repeat(150_000));
        texts.put("keys", "a" + ".a".repeat(200_000) + " = 1\n");
        texts.put("headers", "[" + "a.".repeat(200_000) + "a]\n");
        texts.put("64-arrays", "a = " + "[".repeat(64) + "]".repeat(64) + "\n");
        texts.put("closed-first", "]".repeat(250_000) + "\na = " + "[".repeat(250_000));
        texts.put("policy-nesting", HEAD + policy("x := " + "[".repeat(60_000) + "\n"));
        Map<String, byte[]> cases = new LinkedHashMap<>();
        texts.forEach((name, text) -> cases.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return cases;
    }

    private static String policy(String more) {
        return "\"policy.rego\" = '''\npackage agent_policy\n" + more + "'''\n";
    }

    private static void measure(String name, byte[] submitted) {
        // Loads the classes, which a service has done before anybody sends it anything hostile.
        Cost.of(ORDINARY.getBytes(StandardCharsets.UTF_8));
        Cost cold = Cost.of(submitted);
        for (int i = 0; i < WARM_UP; i++) {
            Cost.of(submitted);
        }
        Cost warm = Cost.of(submitted);
        System.out.printf(
                Locale.ROOT,
                "%-20s %10d %9.2f %9.2f %12d  %s%n",
                name,
                submitted.length,
                cold.nanos() / 1e6,
                warm.nanos() / 1e6,
                warm.bytes(),
                warm.refusal().orElse("-"));
    }

    /// What one look cost: reading as registration reads, and the lint of what could be read.
    private record Cost(long nanos, long bytes, Optional<String> refusal) {
        private static final Linter LINTER = Catalogue.linter();

        static Cost of(byte[] submitted) {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long nanos = THREADS.getCurrentThreadCpuTime();
            Optional<String> refusal = refusal(submitted);
            return new Cost(
                    THREADS.getCurrentThreadCpuTime() - nanos,
                    THREADS.getCurrentThreadAllocatedBytes() - bytes,
                    refusal);
        }

        private static Optional<String> refusal(byte[] submitted) {
            try {
                Submission submission = Submission.of(submitted);
                InitdataDocument document = submission.document();
                LintReport report =
                        LINTER.lint(document.raw(), LintOptions.prod(InstantSource.system()));
                return report.isAcceptable()
                        ? Optional.empty()
                        : Optional.of(report.findings().getFirst().id());
            } catch (InitdataException e) {
                return Optional.of(e.code());
            }
        }
    }

    private static void inFreshProcess(String name) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileInitdata.class.getName(),
                        name);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

package dev.fiducia.app;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// `fiducia quickstart`: the whole story on one machine, with simulated hardware.
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = {
            "Starts the service on an embedded store and shows what it does:",
            "simulated pod VMs ask for a secret, and only the right one gets it."
        })
final class QuickstartCommand implements Callable<Integer> {
    @Option(
            names = "--folder",
            defaultValue = "${env:FIDUCIA_QUICKSTART:-${sys:user.home}/.fiducia/quickstart}",
            paramLabel = "DIR",
            description = "Store, keys and documents (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port on the loopback address; another one if it is taken.")
    private int port;

    @Option(names = "--once", description = "Show it and stop, instead of serving on.")
    private boolean once;

    @Option(
            names = "--guests",
            defaultValue = "0",
            paramLabel = "NUMBER",
            description = "After the story, let so many further VMs ask, one after the other.")
    private int guests;

    @Override
    public Integer call() throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        QuickstartFiles files = QuickstartFiles.in(folder.toAbsolutePath().normalize(), crypto);
        try (RunningService service = RunningService.start(files.config(usable(port)))) {
            QuickstartStory story = new QuickstartStory(files, service.url(), crypto);
            AtomicInteger asked = new AtomicInteger();
            boolean asExpected =
                    story.tell() && story.letMoreAsk(() -> asked.getAndIncrement() < guests);
            if (!once) {
                System.out.println();
                System.out.println("Serving on " + service.url() + "; stop with Ctrl-C.");
                service.awaitStop();
            }
            return asExpected ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static int usable(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.out.println(
                        "Port " + wanted + " is taken; using " + any.getLocalPort() + ".");
                return any.getLocalPort();
            }
        }
    }
}

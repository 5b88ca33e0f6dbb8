package dev.fiducia.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/// `fiducia resource`: what pod VMs may ask for.
@Command(
        name = "resource",
        mixinStandardHelpOptions = true,
        description = "Stores and deletes secrets.")
final class ResourceCommand {
    @Command(name = "set", mixinStandardHelpOptions = true, description = "Stores a secret.")
    int set(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "REPOSITORY/TYPE/TAG") String path,
            @Parameters(
                            paramLabel = "FILE",
                            description = "The secret's bytes; - is standard input.")
                    Path file) {
        service.admin().post(route(path), "application/octet-stream", Input.bytes(file));
        System.out.println("stored " + path);
        return ExitCode.OK;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a secret.")
    int delete(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "REPOSITORY/TYPE/TAG") String path) {
        service.admin().delete(route(path));
        System.out.println("deleted " + path);
        return ExitCode.OK;
    }

    private static String route(String path) {
        String[] segments = path.split("/", -1);
        if (segments.length != 3) {
            throw CommandFailure.failed("a resource is named REPOSITORY/TYPE/TAG, not " + path);
        }
        StringBuilder route = new StringBuilder("/kbs/v0/resource");
        for (String segment : segments) {
            route.append('/').append(AdminClient.encoded(segment));
        }
        return route.toString();
    }
}

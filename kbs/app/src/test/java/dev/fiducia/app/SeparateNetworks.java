package dev.fiducia.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A network for each replica (a Linux network namespace) with this machine as their router, which
/// can cut them off from one another and lets each go on to reach the database and its guests.
/// Needs root.
final class SeparateNetworks implements AutoCloseable {
    private static final int PORT = 8080;
    private static final int MEMBER = 5701;

    /// Of this machine, in every network.
    static final String ROUTER = "10.77.0.1";

    private final int count;
    private final List<String> rules = new ArrayList<>();

    SeparateNetworks(int count) throws IOException {
        this.count = count;
        close();
        run("sysctl -q -w net.ipv4.ip_forward=1");
        for (int i = 0; i < count; i++) {
            String name = name(i);
            run("ip netns add " + name);
            run("ip link add " + name + "h type veth peer name " + name + "n");
            run("ip link set " + name + "n netns " + name);
            run("ip addr add 10.77." + i + ".1/24 dev " + name + "h");
            run("ip link set " + name + "h up");
            run("ip -n " + name + " addr add " + address(i) + "/24 dev " + name + "n");
            run("ip -n " + name + " link set " + name + "n up");
            run("ip -n " + name + " link set lo up");
            run("ip -n " + name + " route add default via 10.77." + i + ".1");
        }
    }

    List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(Place.at(List.of("ip", "netns", "exec", name(i)), address(i), PORT, MEMBER));
        }
        return places;
    }

    /// From now on nothing goes between one replica and the others.
    void cutOff(int replica) throws IOException {
        for (int i = 0; i < count; i++) {
            if (i != replica) {
                cut(address(replica), address(i));
                cut(address(i), address(replica));
            }
        }
    }

    /// From now on nothing goes from one replica to another, and all goes the other way.
    void cutOneWay(int from, int to) throws IOException {
        cut(address(from), address(to));
    }

    private void cut(String from, String to) throws IOException {
        String rule = "from " + from + " to " + to + " blackhole";
        run("ip rule add " + rule);
        rules.add(rule);
    }

    /// Everything goes through again.
    void join() throws IOException {
        for (String rule : rules) {
            run("ip rule del " + rule);
        }
        rules.clear();
    }

    private static String name(int i) {
        return "fid" + i;
    }

    private static String address(int i) {
        return "10.77." + i + ".2";
    }

    private static void run(String command) throws IOException {
        if (exit(command) != 0) {
            throw new IOException(command + " failed");
        }
    }

    private static int exit(String command) throws IOException {
        Process process =
                new ProcessBuilder(command.split(" ", -1))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at " + command, e);
        }
    }

    @Override
    public void close() throws IOException {
        join();
        for (int i = 0; i < count; i++) {
            // The links go with it, and some were never there.
            exit("ip link del " + name(i) + "h");
            exit("ip netns del " + name(i));
        }
    }
}

package dev.fiducia.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Where a replica runs.
///
/// @param launcher what its command line starts with
/// @param serves where it takes requests
/// @param member where the other replicas reach it
record Place(List<String> launcher, InetSocketAddress serves, InetSocketAddress member) {

    /// On this machine's loopback address.
    static List<Place> onLoopback(int count) throws IOException {
        List<Integer> ports = FreePorts.take(2 * count);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(at(List.of(), "127.0.0.1", ports.get(i), ports.get(count + i)));
        }
        return places;
    }

    /// The same one with another launcher.
    Place by(List<String> other) {
        return new Place(other, serves, member);
    }

    static Place at(List<String> launcher, String address, int port, int member) {
        return new Place(
                launcher,
                new InetSocketAddress(address, port),
                new InetSocketAddress(address, member));
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}

package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.cluster.ClusterSettings;
import dev.fiducia.ha.cluster.ClusterSettings.Discovery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

class ClusterConfigTest {
    private static final String SHARED =
            "[store]\ntype = \"postgresql\"\nurl = \"postgresql://localhost/x\"\n[cluster]\n";

    private static Optional<ClusterSettings> cluster(String lines) throws ConfigException {
        return FiduciaConfig.parse(SHARED + lines, "kbs-config.toml").cluster();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "members = [\"a:1\"] | cluster.listen: needed in [cluster]",
                "replicas = 3 | cluster.listen: needed in [cluster]",
                "listen = \"127.0.0.1:5701\" | give members, or kubernetes_service",
                "listen = \"127.0.0.1:5701\"\\nmembers = [\"a:1\"]\\nkubernetes_service = \"s\" | and not both",
                "listen = \"0.0.0.0:5701\"\\nmembers = [\"a:1\"] | one address that others reach it at",
                "listen = \"host:5701\"\\nmembers = [\"a:1\"] | host names are not accepted",
                "listen = \"127.0.0.1:5701\"\\nmembers = [\"a b\"] | expected host:port",
                "listen = \"127.0.0.1:5701\"\\nkubernetes_service = \"s/x\" | expected a DNS name",
                "listen = \"127.0.0.1:5701\"\\nmembers = [\"a:1\"]\\nname = \"a b\" | a cluster is named",
                "listen = \"127.0.0.1:5701\"\\nmembers = [\"a:1\"]\\nmulticast = true | unknown key cluster.multicast"
            })
    void refuses(String lines, String message) {
        assertThat(Refused.message(SHARED + lines.replace("\\n", "\n"))).contains(message);
    }

    @Test
    void refusesAClusterOfStoresThatAreNotShared() {
        assertThat(Refused.message("[cluster]\nlisten = \"127.0.0.1:5701\"\nmembers = [\"a:1\"]\n"))
                .contains("store.type = \"postgresql\"");
    }

    @Test
    void isAloneUnlessSaidOtherwise() throws ConfigException {
        assertThat(cluster("")).isEmpty();
    }

    @Test
    void findsOthersByAddressOrName() throws ConfigException {
        ClusterSettings byAddress =
                cluster("listen = \"127.0.0.1:5701\"\nmembers = [\"10.0.0.2:5701\"]\n")
                        .orElseThrow();
        assertThat(byAddress.listen())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5701));
        assertThat(byAddress.discovery())
                .isEqualTo(new Discovery.Addresses(List.of("10.0.0.2:5701")));
        assertThat(byAddress.replicas()).isEqualTo(3);
        assertThat(
                        cluster(
                                        "listen = \"[::1]:5701\"\nkubernetes_service ="
                                                + " \"fiducia.coco.svc\"\nreplicas = 5\n")
                                .orElseThrow()
                                .discovery())
                .isEqualTo(new Discovery.KubernetesDns("fiducia.coco.svc"));
    }
}

package dev.fiducia.attestation.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;

/// Logs of real machines: what a replay of them gives, and what their records say.
class EventLogVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final String ZEROS = "0".repeat(96);

    @ParameterizedTest
    @CsvSource({
        "CCEL_data,1,2dc712306a963eadb894ad47dbaa17df44814151555aee11cbb843becca88950ffd079664902e6f22c66f7c8213543f4",
        "CCEL_data,2,0fa3be56af61208bbd179dc7b124988eb929319154663c539d6f46445ecac2fec287075047ff7bd1922829fec28cd3cf",
        "CCEL_data,3,",
        "CCEL_data_ovmf,1,8566f998798db09443b244c62de9a3041fb02e2e6936c4396d784bba2e90177329ec5aba3bb484404f2ab9cc90abe193",
        "CCEL_data_ovmf,2,775b9f6bfe99f8a31396f0d0218e67ffa796d3b96ccf961cbb0deba48c79c00f082cda1a5567c1c16305f1fc210c13c6",
        "CCEL_data_ovmf,3,94eaf7a7bf398ed8d888c91057ae0261802e4f3df084213a76ca7f0b5055ac9d2241de43cd58d9e8b49c503bbf25f34a",
        "CCEL_data_ovmf,4,",
        "CCEL_data_grub,1,cec0a104f691f60da2387fea3c2de00c4ac035e2bb479ff02edcce69039d9e9907f0b3e55031da3dc7038f423adebd79",
        "CCEL_data_grub,2,6c289e0c62182d41ebe97bdbc9872d10998a08eaa86adcdc684001a363207ee72942c7522cdf00a4bbc3d784bed7b670",
        "CCEL_data_grub,3,08919d017ba0e52cd6d966351c7de16fe76c1d3d3d3da4554239e4c7d16cb8b82a94e7eaea3a0e6e18eb690b999fd31e",
        "CCEL_data_gcp,1,3300980705adf09d28b707b79699d9874892164280832be2c386a715b6e204e0897fb564a064f810659207ba862b304f",
        "CCEL_data_gcp,2,204d49f78d29918fe7b2f694e76653861a0c2a018987d2c3a54266eff737232524cf0af68c4d180e2f8c2c0937f21967",
        "CCEL_AAEL_alibabacloud,4,5e4ecd49d3c7983d6f9ca36755b5cee0b423d7fa8c5a88aeb0681bd4698772bc37b4463dc5f722efe352a66417257dad"
    })
    void replaysToTheRegistersOfTheMachine(String file, int register, String value)
            throws Exception {
        EventLog log = EventLog.parse(Vectors.bytes("eventlog/" + file));
        String expected = value == null ? ZEROS : value;
        assertThat(HexFormat.of().formatHex(log.replay(EventAlgorithm.SHA384, register, CRYPTO)))
                .isEqualTo(expected);
        byte[] right = HexFormat.of().parseHex(expected);
        log.requireReplay(EventAlgorithm.SHA384, register, right, CRYPTO);
        right[47] ^= 1;
        assertThatThrownBy(() -> log.requireReplay(EventAlgorithm.SHA384, register, right, CRYPTO))
                .hasMessageContaining("[index = " + register + "]. Calculated value: " + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CCEL_data", "CCEL_data_ovmf", "CCEL_data_grub", "CCEL_AAEL_alibabacloud"})
    void saysWhatTrusteeSays(String file) throws Exception {
        EventLog log = EventLog.parse(Vectors.bytes("eventlog/" + file));
        JsonMapper json = new JsonMapper();
        String claims =
                json.createObjectNode().set("uefi_event_logs", log.claims(CRYPTO)).toString();
        assertThat(json.readTree(claims)).isEqualTo(Vectors.json("eventlog/" + file + "_out.json"));
    }

    @Test
    void tellsRecordsOfOtherRegistersApart() throws Exception {
        EventLog log = EventLog.parse(Vectors.bytes("eventlog/CCEL_AAEL_alibabacloud"));
        Set<Long> three = Set.of(1L, 2L, 3L);
        assertThat(log.unauthenticated(EventAlgorithm.SHA384, three, CRYPTO)).hasSize(2);
        assertThat(log.authenticated(EventAlgorithm.SHA384, three, CRYPTO)).hasSize(85);
        assertThat(log.authenticated(EventAlgorithm.SM3, three, CRYPTO)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCEL_data_ovmf", "CCEL_AAEL_alibabacloud"})
    void refusesOrReadsWhateverIsCutOff(String file) {
        byte[] log = Vectors.bytes("eventlog/" + file);
        int end = Math.min(log.length, 12_000);
        for (int length = 0; length < end; length += 3) {
            byte[] cut = Arrays.copyOf(log, length);
            readOrRefused(cut);
        }
    }

    @Property(tries = 300)
    void refusesOrReadsScatteredDamage(@ForAll long seed) {
        byte[] log = Arrays.copyOf(Vectors.bytes("eventlog/CCEL_AAEL_alibabacloud"), 11_715);
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            log[random.nextInt(log.length)] = (byte) random.nextInt();
        }
        readOrRefused(log);
    }

    @Property(tries = 300)
    void refusesArbitraryBytes(@ForAll @Size(max = 300) byte[] bytes) {
        readOrRefused(bytes);
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            assertThat(EventLog.parse(bytes).claims(CRYPTO)).isNotNull();
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo("event-log-malformed");
        }
    }
}

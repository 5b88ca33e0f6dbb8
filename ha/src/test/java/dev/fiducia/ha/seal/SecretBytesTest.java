package dev.fiducia.ha.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

class SecretBytesTest {

    @Test
    void refusesUseOnceErased() {
        SecretBytes secret = SecretBytes.copyOf(new byte[] {1, 2, 3});
        AtomicReference<byte[]> lent = new AtomicReference<>(new byte[0]);
        secret.use(bytes -> {
            lent.set(bytes);
            return bytes.length;
        });
        secret.close();
        assertThatThrownBy(() -> secret.use(bytes -> bytes.length))
                .isInstanceOf(IllegalStateException.class);
        assertThat(lent.get()).containsOnly(0);
    }

    @Test
    void erasesWhatItTakes() {
        byte[] mine = {1, 2, 3};
        SecretBytes secret = SecretBytes.takeFrom(mine);
        assertThat(mine).containsOnly(0);
        assertThat(secret).isEqualTo(SecretBytes.copyOf(new byte[] {1, 2, 3}));
    }

    @Test
    void isNotChangedByTheArrayItWasMadeFrom() {
        byte[] mine = {1, 2, 3};
        SecretBytes secret = SecretBytes.copyOf(mine);
        mine[0] = 9;
        assertThat(secret).isEqualTo(SecretBytes.copyOf(new byte[] {1, 2, 3}));
    }

    @Test
    void equalsByContentAlone() {
        SecretBytes secret = SecretBytes.copyOf(new byte[] {1, 2});
        assertThat(secret).isNotEqualTo(SecretBytes.copyOf(new byte[] {1, 3}));
        assertThat(secret).isNotEqualTo(SecretBytes.copyOf(new byte[] {1, 2, 3}));
        assertThat(secret).hasSameHashCodeAs(SecretBytes.copyOf(new byte[] {1, 2}));
    }

    @Test
    void showsNothing() {
        assertThat(SecretBytes.copyOf(new byte[] {65, 66})).hasToString("SecretBytes[redacted]");
    }
}

package dev.fiducia.attestation.launch.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class SetupHeaderTest {
    private static final byte[] IMAGE = BzImages.marked(new byte[SetupHeader.LENGTH]);

    @Test
    void readsTheHeader() throws Exception {
        assertThat(SetupHeader.parse(IMAGE))
                .isEqualTo(new SetupHeader(0x20F, 1, 0x7F, 0x7FFF_FFFFL));
    }

    @Test
    void refusesWhatIsNoKernel() {
        byte[] elf = IMAGE.clone();
        elf[0x202] = 0;
        assertThatThrownBy(() -> SetupHeader.parse(elf))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("neither an ELF vmlinux");
    }

    @Test
    void takesWhatUefiStartsForBootable() throws Exception {
        SetupHeader.requireBootable(new byte[] {'M', 'Z'});
        SetupHeader.requireBootable(IMAGE);
        assertThatThrownBy(() -> SetupHeader.requireBootable(new byte[5000]))
                .hasMessageContaining("no bzImage");
        assertThatThrownBy(() -> SetupHeader.requireBootable(new byte[1]))
                .isInstanceOf(RefusedException.class);
    }

    @Property(tries = 200)
    void refusesWhatIsTooShort(@ForAll @IntRange(max = SetupHeader.LENGTH - 1) int length) {
        byte[] cut = Arrays.copyOf(IMAGE, length);
        assertThatThrownBy(() -> SetupHeader.parse(cut)).isInstanceOf(RefusedException.class);
    }
}

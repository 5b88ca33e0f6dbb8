package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One entry of TPML_PCR_SELECTION: which registers of a bank a quote covers.
///
/// @param bank TPM_ALG_ID of the bank
/// @param registers the selected registers, ascending
public record PcrSelection(int bank, List<Integer> registers) {

    /// TPM_ALG_SHA256.
    public static final int SHA256_BANK = 0x000B;

    /// A TPM has at most 16 banks (HASH_COUNT), and this many registers at most (PCR_SELECT_MAX).
    private static final int MAX_ENTRIES = 16;

    private static final int MAX_SELECT_BYTES = 4;

    public PcrSelection {
        registers = List.copyOf(registers);
    }

    static List<PcrSelection> parse(ByteCursor in) throws RefusedException {
        long count = in.u32();
        if (count > MAX_ENTRIES) {
            throw in.malformed("selects " + count + " banks, more than a TPM has");
        }
        List<PcrSelection> selections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int bank = in.u16();
            int size = in.u8();
            if (size > MAX_SELECT_BYTES) {
                throw in.malformed("has a selection of " + size + " bytes");
            }
            // Bit 0 of the first byte is register 0, as BitSet has it.
            BitSet bits = BitSet.valueOf(in.take(size));
            selections.add(new PcrSelection(bank, bits.stream().boxed().toList()));
        }
        return List.copyOf(selections);
    }
}

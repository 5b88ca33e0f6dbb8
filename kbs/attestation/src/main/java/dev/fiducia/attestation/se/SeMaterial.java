package dev.fiducia.attestation.se;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the files of the configuration say: verified host keys, and the image. Read again as soon
/// as a file is another one, so that a new list of revoked certificates counts at once; times are
/// compared at every use.
///
/// What can't be read any more, or isn't what it should be, ends Secure Execution until it is
/// mended; other TEEs don't notice.
final class SeMaterial {

    private static final Logger LOG = LoggerFactory.getLogger(SeMaterial.class);

    private final SeConfig config;
    private final CryptoSuite crypto;
    private volatile State state;

    /// What holds at some time.
    ///
    /// @param hostKeys at least one
    /// @param imageTags 208 bytes
    @SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
    record Current(List<HostKey> hostKeys, byte[] imageTags) {}

    private sealed interface State {

        /// Name, size and time of every file.
        Map<Path, String> stamps();

        @SuppressWarnings("ArrayRecordComponent") // never changed nor compared
        record Usable(Map<Path, String> stamps, List<HostKey> hostKeys, byte[] imageTags)
                implements State {}

        record Broken(Map<Path, String> stamps) implements State {}
    }

    private SeMaterial(SeConfig config, CryptoSuite crypto, State state) {
        this.config = config;
        this.crypto = crypto;
        this.state = state;
    }

    /// @throws VerifierSetupException when a file can't be read or is not what it should be
    static SeMaterial open(SeConfig config, CryptoSuite crypto) throws VerifierSetupException {
        return new SeMaterial(config, crypto, read(config, crypto));
    }

    /// @throws RefusedException when no host key holds at this time
    Current at(Instant now) throws RefusedException {
        if (!(fresh() instanceof State.Usable usable)) {
            throw RefusedException.of(
                    "se-setup-broken", "What Secure Execution needs can't be read here");
        }
        List<HostKey> current =
                usable.hostKeys().stream().filter(key -> key.period().contains(now)).toList();
        if (current.isEmpty()) {
            throw RefusedException.of(
                    "se-host-keys-unusable", "No host key is vouched for at this time");
        }
        return new Current(current, usable.imageTags());
    }

    private State fresh() {
        State known = state;
        return known.stamps().equals(SeFiles.stamps(config)) ? known : renewed();
    }

    private synchronized State renewed() {
        Map<Path, String> stamps = SeFiles.stamps(config);
        if (!stamps.equals(state.stamps())) {
            try {
                state = read(config, crypto);
            } catch (VerifierSetupException e) {
                LOG.error("Secure Execution can't be used: {}", e.getMessage());
                state = new State.Broken(stamps);
            }
        }
        return state;
    }

    /// The stamps are taken first: what changes while it is read is read again.
    private static State.Usable read(SeConfig config, CryptoSuite crypto)
            throws VerifierSetupException {
        Map<Path, String> stamps = SeFiles.stamps(config);
        SeFiles files = new SeFiles(crypto);
        HostKeyChains chains =
                new HostKeyChains(
                        files.certificates(config.certificates()),
                        files.certificates(config.roots()),
                        files.lists(config.revocationLists()),
                        crypto);
        List<HostKey> keys = new ArrayList<>();
        for (Map.Entry<Path, SeCertificate> document :
                files.documents(config.hostKeys()).entrySet()) {
            try {
                keys.add(chains.verified(document.getValue()));
            } catch (RefusedException e) {
                LOG.warn(
                        "Host key document {} is left out: {}",
                        document.getKey(),
                        e.refusal().describe());
            }
        }
        if (keys.size() > AttestationRequestBlock.MAX_SLOTS) {
            throw new VerifierSetupException(
                    "verifier.se.host_keys: more than "
                            + AttestationRequestBlock.MAX_SLOTS
                            + " host keys");
        }
        return new State.Usable(stamps, List.copyOf(keys), files.imageTags(config.imageHeader()));
    }
}

package dev.fiducia.attestation.token;

import dev.fiducia.crypto.CryptoSuite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The signing key of configured files, as [#refresh(Predicate)] found them last. Where another key
/// is in them it signs at once; the one before stays trusted here as long as its tokens are valid.
/// Files that hold no key, or a certificate for another key, change nothing but the log.
/// Thread-safe.
public final class FileSigners implements TokenSigners {
    private static final Logger LOG = LoggerFactory.getLogger(FileSigners.class);
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);
    private static final int MOST_FORMER = 20;
    private static final String NOTHING = "";
    private static final String UNREADABLE = "unreadable";

    private final SignerFiles files;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private final Duration tokenLifetime;
    private String taken;
    private String refused = NOTHING;
    private volatile Keys keys;

    /// @param former the oldest first
    private record Keys(TokenSigner current, List<Former> former) {
        Keys {
            former = List.copyOf(former);
        }
    }

    /// A key that signs no more.
    ///
    /// @param until when its last token has ended
    private record Former(TokenSigner signer, Instant until) {}

    private FileSigners(
            SignerFiles files,
            String taken,
            TokenSigner current,
            CryptoSuite crypto,
            InstantSource clock,
            Duration tokenLifetime) {
        this.files = files;
        this.taken = taken;
        this.crypto = crypto;
        this.clock = clock;
        this.tokenLifetime = tokenLifetime;
        this.keys = new Keys(current, List.of());
    }

    /// Reads the files.
    ///
    /// @param tokenLifetime how long tokens are valid
    /// @throws TokenKeyException if they hold no P-256 key, or a certificate for another one
    public static FileSigners open(
            SignerFiles files, CryptoSuite crypto, InstantSource clock, Duration tokenLifetime)
            throws TokenKeyException {
        String found = files.digest();
        return new FileSigners(files, found, signer(files, crypto), crypto, clock, tokenLifetime);
    }

    private static TokenSigner signer(SignerFiles files, CryptoSuite crypto)
            throws TokenKeyException {
        return TokenSigner.ofFiles(
                files.key(), files.certificates(), files.certificateUrl(), crypto);
    }

    @Override
    public TokenSigner current() {
        return keys.current();
    }

    @Override
    public List<TokenSigner> trusted() {
        Keys now = keys;
        return Stream.concat(
                        stillTrusted(now).stream().map(Former::signer), Stream.of(now.current()))
                .toList();
    }

    /// Takes up what the files hold now. True if that was something else than before.
    ///
    /// @param admits asked before what was found counts; where it does not, the key that was read
    ///   goes on until the next look
    public synchronized boolean refresh(Predicate<TokenSigner> admits) {
        String found = UNREADABLE;
        try {
            found = files.digest();
            if (found.equals(taken) || found.equals(refused)) {
                refused = found.equals(taken) ? NOTHING : refused;
                return false;
            }
            TokenSigner next = signer(files, crypto);
            if (!files.digest().equals(found)) {
                return false; // somebody is writing: the next look sees what came of it
            }
            if (!admits.test(next)) {
                return false;
            }
            take(next);
            taken = found;
            refused = NOTHING;
            return true;
        } catch (TokenKeyException e) {
            // Told of once for each thing that was found.
            if (!found.equals(refused)) {
                LOG.error(
                        "the token signing key was changed, and the one that was read goes on: {}",
                        e.getMessage());
            }
            refused = found;
            return false;
        }
    }

    private void take(TokenSigner next) {
        Keys before = keys;
        List<Former> former = new ArrayList<>(stillTrusted(before));
        Instant until = clock.instant().plus(tokenLifetime).plus(CLOCK_MARGIN);
        former.add(new Former(before.current(), until));
        // A new certificate for the key that was, or a key that comes back.
        former.removeIf(each -> each.signer().keyId().equals(next.keyId()));
        int spare = Math.max(0, former.size() - MOST_FORMER);
        keys = new Keys(next, former.subList(spare, former.size()));
        LOG.atInfo()
                .addKeyValue("key", next.keyId())
                .addKeyValue("before", before.current().keyId())
                .addKeyValue("trusted-until", until)
                .log("the token signing key was taken up from its files");
    }

    private List<Former> stillTrusted(Keys of) {
        Instant now = clock.instant();
        return of.former().stream().filter(each -> now.isBefore(each.until())).toList();
    }
}

package dev.fiducia.bench;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.Attester;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;

import java.util.Optional;

/// What every guest of a load run is and asks for.
public final class GuestScenario {

    private final KbsTransport transport;
    private final CryptoSuite crypto;
    private final Attester attester;
    private final ResourceUri resource;
    private final Optional<String> initdata;
    private final Optional<byte[]> secret;
    private final boolean patient;

    private GuestScenario(
            KbsTransport transport,
            CryptoSuite crypto,
            Attester attester,
            ResourceUri resource,
            Optional<String> initdata,
            Optional<byte[]> secret,
            boolean patient) {
        this.transport = transport;
        this.crypto = crypto;
        this.attester = attester;
        this.resource = resource;
        this.initdata = initdata;
        this.secret = secret;
        this.patient = patient;
    }

    /// Guests with this attester that want this resource. All use the transport's connections.
    public static GuestScenario of(
            KbsTransport transport, CryptoSuite crypto, Attester attester, ResourceUri resource) {
        return new GuestScenario(
                transport, crypto, attester, resource, Optional.empty(), Optional.empty(), false);
    }

    /// The same, sending this initdata document as plain text.
    public GuestScenario withInitdata(String toml) {
        return new GuestScenario(
                transport, crypto, attester, resource, Optional.of(toml), secret, patient);
    }

    /// The same, where every secret has to be this one. Without it all have to equal the first.
    public GuestScenario withSecret(byte[] expected) {
        return new GuestScenario(
                transport,
                crypto,
                attester,
                resource,
                initdata,
                Optional.of(expected.clone()),
                patient);
    }

    /// The same, trying again as the guest components do: up to five handshakes a second apart, and
    /// from there up to three times where the secret did not come.
    public GuestScenario patient() {
        return new GuestScenario(transport, crypto, attester, resource, initdata, secret, true);
    }

    boolean isPatient() {
        return patient;
    }

    Optional<byte[]> secret() {
        return secret;
    }

    ResourceUri resource() {
        return resource;
    }

    /// A guest with a fresh key and no session.
    RcarClient newGuest() {
        RcarClient.Builder guest = RcarClient.builder(transport, attester, crypto);
        initdata.ifPresent(guest::initdata);
        return guest.build();
    }
}

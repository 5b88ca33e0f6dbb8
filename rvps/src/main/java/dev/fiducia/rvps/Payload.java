package dev.fiducia.rvps;

import java.util.Base64;

/// The payload of a message.
public final class Payload {
    private Payload() {}

    /// What it stands for: padded, with the standard alphabet, and canonical, as Trustee wants it.
    public static byte[] decode(String payload) throws RvpsException {
        try {
            byte[] decoded = Base64.getDecoder().decode(payload);
            if (Base64.getEncoder().encodeToString(decoded).equals(payload)) {
                return decoded;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for what is decodable but not canonical.
        }
        throw RvpsException.malformed("the payload is not padded standard base64");
    }
}

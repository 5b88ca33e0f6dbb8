package dev.fiducia.policy.check;

import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// Keys of objects as types show them: strings without quotes.
final class KeyText {
    private KeyText() {}

    static String of(RegoValue key) {
        return key instanceof RegoString s ? s.value() : key.toString();
    }
}

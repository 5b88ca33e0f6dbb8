package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// `semver.*`.
final class VersionBuiltins {
    private VersionBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "semver.is_valid",
                Kinds.ANY,
                (c, a) ->
                        RegoBoolean.of(
                                a[0] instanceof RegoString
                                        && SemVer.parse(StringBuiltins.charged(c, a, 0))
                                                .isPresent()));
        catalogue.add(
                "semver.compare",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) ->
                        RegoNumber.of(
                                Integer.signum(version(c, a, 0).compareTo(version(c, a, 1)))));
    }

    private static SemVer version(BuiltinContext context, RegoValue[] a, int at)
            throws BuiltinException {
        var text = StringBuiltins.charged(context, a, at);
        var version = SemVer.parse(text);
        if (version.isEmpty()) {
            throw BuiltinException.failed(
                    "operand "
                            + (at + 1)
                            + ": string "
                            + RegoString.of(text)
                            + " is not a valid SemVer");
        }
        return version.get();
    }
}

package dev.fiducia.policy.builtin;

import java.math.BigInteger;

/// A block of addresses of one family: from `first` to `last`, both part of it.
///
/// An IPv4 address mapped into IPv6 counts as IPv4, as in Go.
record Cidr(boolean v4, BigInteger first, BigInteger last) {
    static Cidr parse(String text) throws BuiltinException {
        int slash = text.indexOf('/');
        var address = slash < 0 ? null : IpAddress.parse(text.substring(0, slash));
        if (address == null || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw invalid(text);
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        if (prefix > address.writtenBits()) {
            throw invalid(text);
        }
        if (address.mapped()) {
            if (prefix < 96) {
                return of(address.value().or(IpAddress.MAPPED), 128, prefix);
            }
            prefix -= 96;
        }
        return of(address.value(), address.bits(), prefix);
    }

    static Cidr of(BigInteger address, int bits, int prefix) {
        var hosts = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
        var first = address.andNot(hosts);
        return new Cidr(bits == 32, first, first.or(hosts));
    }

    private static BuiltinException invalid(String text) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return BuiltinException.failed("invalid CIDR address: " + shown);
    }

    boolean contains(Cidr other) {
        return v4 == other.v4
                && first.compareTo(other.first) <= 0
                && last.compareTo(other.last) >= 0;
    }

    boolean intersects(Cidr other) {
        return v4 == other.v4
                && first.compareTo(other.last) <= 0
                && other.first.compareTo(last) <= 0;
    }

    /// The length of the prefix.
    int prefix() {
        return (v4 ? 32 : 128) - last.subtract(first).bitLength();
    }

    @Override
    public String toString() {
        return IpAddress.text(first, v4) + "/" + prefix();
    }
}

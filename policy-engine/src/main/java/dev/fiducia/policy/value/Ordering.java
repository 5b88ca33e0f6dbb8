package dev.fiducia.policy.value;

/// Rego's total order over values.
final class Ordering {
    private Ordering() {}

    @SuppressWarnings("ReferenceEquality") // shared subtrees are common and need no walk
    static int compare(RegoValue left, RegoValue right) {
        if (left == right) {
            return 0;
        }
        return switch (left) {
            case RegoNumber a when right instanceof RegoNumber b -> a.compareNumber(b);
            case RegoString a when right instanceof RegoString b ->
                    byCodePoint(a.value(), b.value());
            case RegoBoolean a when right instanceof RegoBoolean b ->
                    Boolean.compare(a.value(), b.value());
            case RegoArray a when right instanceof RegoArray b -> arrays(a, b);
            case RegoObject a when right instanceof RegoObject b -> objects(a, b);
            case RegoSet a when right instanceof RegoSet b -> sets(a, b);
            default -> left.type().compareTo(right.type());
        };
    }

    /// UTF-16 order differs from code point order only where a surrogate meets U+E000 or above.
    private static int byCodePoint(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogateA = Character.isSurrogate(a);
                if (surrogateA != Character.isSurrogate(b)) {
                    return surrogateA ? (b >= 0xE000 ? 1 : a - b) : (a >= 0xE000 ? -1 : a - b);
                }
                return a - b;
            }
        }
        return left.length() - right.length();
    }

    private static int arrays(RegoArray left, RegoArray right) {
        int shared = Math.min(left.size(), right.size());
        for (int i = 0; i < shared; i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int objects(RegoObject left, RegoObject right) {
        int shared = Math.min(left.size(), right.size());
        for (int i = 0; i < shared; i++) {
            int order = compare(left.keyAt(i), right.keyAt(i));
            if (order == 0) {
                order = compare(left.valueAt(i), right.valueAt(i));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int sets(RegoSet left, RegoSet right) {
        int shared = Math.min(left.size(), right.size());
        for (int i = 0; i < shared; i++) {
            int order = compare(left.at(i), right.at(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}

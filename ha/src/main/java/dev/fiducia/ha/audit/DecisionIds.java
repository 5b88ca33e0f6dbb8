package dev.fiducia.ha.audit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes the ids of decisions: ULIDs (48 bits of time, 80 random ones), each behind all that were
/// made before it, also where the clock stands still or goes back. They tell when, and not how many
/// there were. Not thread-safe.
public final class DecisionIds {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final int TIME_DIGITS = 10;
    private static final int HALF_DIGITS = 8;
    private static final int DIGIT_BITS = 5;
    private static final long HALF = (1L << (HALF_DIGITS * DIGIT_BITS)) - 1;

    private final SecureRandom random;
    private long millis;
    private long high;
    private long low;

    public DecisionIds(SecureRandom random) {
        this.random = random;
    }

    /// True for what has the form of an id.
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    /// When an id was made, by whoever made it; empty for what has not the form of one.
    public static Optional<Instant> time(String id) {
        if (!isId(id)) {
            return Optional.empty();
        }
        long millis = 0;
        for (int at = 0; at < TIME_DIGITS; at++) {
            millis = millis << DIGIT_BITS | DIGITS.indexOf(id.charAt(at));
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }

    /// The least id of a time.
    static String floor(Instant time) {
        return text(Math.max(0, time.toEpochMilli()), 0, 0);
    }

    /// The next id.
    public String next(Instant now) {
        long time = Math.max(0, now.toEpochMilli());
        if (time > millis) {
            millis = time;
            high = random.nextLong() & HALF;
            low = random.nextLong() & HALF;
        } else {
            low += 1 + (random.nextInt() & 0xFFFFFFFFL);
            if (low > HALF) {
                low &= HALF;
                high++;
            }
            if (high > HALF) {
                high = 0;
                millis++;
            }
        }
        return text(millis, high, low);
    }

    private static String text(long time, long high, long low) {
        StringBuilder text = new StringBuilder();
        digits(text, time, TIME_DIGITS);
        digits(text, high, HALF_DIGITS);
        digits(text, low, HALF_DIGITS);
        return text.toString();
    }

    private static void digits(StringBuilder text, long value, int count) {
        for (int digit = count - 1; digit >= 0; digit--) {
            text.append(DIGITS.charAt((int) (value >>> (digit * DIGIT_BITS)) & 31));
        }
    }
}

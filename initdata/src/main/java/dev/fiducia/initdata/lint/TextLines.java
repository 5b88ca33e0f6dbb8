package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.Place;

import java.util.Arrays;

/// The lines of a text, to turn offsets into places and back. Lines end at line feeds, columns are
/// code points, as in the places of the TOML parser.
public final class TextLines {

    private final String text;
    private final int[] starts;

    /// The lines of a text.
    public TextLines(String text) {
        this.text = text;
        int[] found = new int[16];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = at + 1;
        }
        this.starts = Arrays.copyOf(found, count);
    }

    /// The place of an offset, which is in characters of the text.
    public Place place(int offset) {
        int bounded = Math.clamp(offset, 0, text.length());
        int found = Arrays.binarySearch(starts, bounded);
        int line = found >= 0 ? found : -found - 2;
        return new Place(line + 1, text.codePointCount(starts[line], bounded) + 1);
    }

    /// The offset of a place; places beyond the text count as its end, columns beyond a line as the
    /// line's end.
    public int offset(Place place) {
        int line = place.line() - 1;
        if (line < 0 || line >= starts.length) {
            return text.length();
        }
        int end = line + 1 < starts.length ? starts[line + 1] - 1 : text.length();
        int columns = text.codePointCount(starts[line], end);
        return text.offsetByCodePoints(
                starts[line], Math.clamp((long) place.column() - 1, 0, columns));
    }
}

package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.TomlText;

import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the files in `[data]` and where each one's text is written, also in documents that are
/// refused for other reasons.
final class MemberReader {

    private final String text;
    private final TextLines lines;

    MemberReader(String text, TextLines lines) {
        this.text = text;
        this.lines = lines;
    }

    Map<String, Member> members(TomlTable document) {
        Map<String, Member> members = new LinkedHashMap<>();
        if (document.get(List.of("data")) instanceof TomlTable data) {
            for (String name : data.keySet()) {
                if (data.get(List.of(name)) instanceof String value) {
                    members.put(name, member(name, value, data));
                }
            }
        }
        return members;
    }

    private Member member(String name, String value, TomlTable data) {
        TomlPosition position = data.inputPositionOf(List.of(name));
        if (position == null) {
            return new Member(name, value, Optional.empty(), lines, null);
        }
        Place key = TomlText.place(position);
        TomlString written = TomlString.read(text, afterKey(lines.offset(key)));
        boolean found = written.value().equals(value);
        return new Member(name, value, Optional.of(key), lines, found ? written : null);
    }

    /// The offset of the value that belongs to the possibly dotted key at `start`.
    private int afterKey(int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            at = (c == '"' || c == '\'') ? afterQuoted(at, c) : at + 1;
        }
        at = Math.min(text.length(), at + 1);
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private int afterQuoted(int start, char quote) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), at + 1);
    }
}

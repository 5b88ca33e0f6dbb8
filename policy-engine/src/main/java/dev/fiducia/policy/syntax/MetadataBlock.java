package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoString;

import java.util.ArrayList;
import java.util.List;

/// A `# METADATA` comment and the comments that go on with it.
///
/// @param at where the block begins
/// @param lines the comments below the first
record MetadataBlock(Position at, List<Comment> lines) {
    MetadataBlock {
        lines = List.copyOf(lines);
    }

    /// The blocks among a text's comments, in their order.
    static List<MetadataBlock> among(List<Comment> comments) {
        List<MetadataBlock> blocks = new ArrayList<>();
        int i = 0;
        while (i < comments.size()) {
            Comment first = comments.get(i);
            i++;
            if (!first.beginsMetadata()) {
                continue;
            }
            int from = i;
            while (i < comments.size() && comments.get(i).follows(comments.get(i - 1))) {
                i++;
            }
            blocks.add(new MetadataBlock(first.at(), comments.subList(from, i)));
        }
        return blocks;
    }

    /// What the block says, as YAML.
    String yaml() {
        StringBuilder yaml = new StringBuilder();
        for (Comment line : lines) {
            String text = line.text();
            yaml.append(text.startsWith(" ") ? text.substring(1) : text).append('\n');
        }
        return yaml.toString();
    }

    /// Whether it stands before a token; no token follows a comment on its line.
    boolean isBefore(Token token) {
        return at.line() < token.line();
    }

    /// One line that is like no token, for normal forms.
    String normal() {
        return "# METADATA " + RegoString.of(yaml()).toJson();
    }
}

package dev.fiducia.policy;

/// A place in a policy's text; lines and columns count from 1, columns in code points.
public record Position(String path, int line, int column) {
    @Override
    public String toString() {
        return path + ":" + line + ":" + column;
    }
}

package dev.fiducia.kbs.config;

/// Where something stands: a file or an environment variable, with line and column (from 1) where
/// they are known and 0 where not.
public record Place(String source, int line, int column) {

    static Place inFile(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}

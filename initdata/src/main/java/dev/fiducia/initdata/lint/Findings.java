package dev.fiducia.initdata.lint;

import java.util.ArrayList;
import java.util.List;

/// What one rule has found so far. Bounded: a document of a million mistakes makes no report of a
/// million lines.
public final class Findings {

    /// The most findings that one rule can report of a document.
    public static final int MOST = 100;

    private final String id;
    private final List<Finding> list = new ArrayList<>();
    private int omitted;

    Findings(String id) {
        this.id = id;
    }

    /// Something that must be changed.
    public void error(Location location, String message, String fix) {
        add(Severity.ERROR, location, message, fix);
    }

    /// Something that likely should be changed.
    public void warn(Location location, String message, String fix) {
        add(Severity.WARNING, location, message, fix);
    }

    /// Something to know.
    public void inform(Location location, String message, String fix) {
        add(Severity.INFO, location, message, fix);
    }

    /// Something as bad as `severity` says.
    public void add(Severity severity, Location location, String message, String fix) {
        if (list.size() < MOST) {
            list.add(new Finding(id, severity, location, message, fix));
        } else {
            omitted++;
        }
    }

    List<Finding> list() {
        return list;
    }

    int omitted() {
        return omitted;
    }
}

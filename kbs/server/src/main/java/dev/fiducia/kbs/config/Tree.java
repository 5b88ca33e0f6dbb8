package dev.fiducia.kbs.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A parsed document with the place of each value, whatever it was read from.
sealed interface Tree {

    Place place();

    /// What a value of this kind is called in errors.
    String kind();

    record Table(Place place, Map<String, Tree> members) implements Tree {
        public Table {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String kind() {
            return "table";
        }
    }

    record Array(Place place, List<Tree> items) implements Tree {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "array";
        }
    }

    record Text(Place place, String value) implements Tree {
        @Override
        public String kind() {
            return "string";
        }
    }

    record Whole(Place place, long value) implements Tree {
        @Override
        public String kind() {
            return "integer";
        }
    }

    record Truth(Place place, boolean value) implements Tree {
        @Override
        public String kind() {
            return "boolean";
        }
    }

    /// A float, date or time: no key of ours takes one.
    record Other(Place place, String kind) implements Tree {}
}

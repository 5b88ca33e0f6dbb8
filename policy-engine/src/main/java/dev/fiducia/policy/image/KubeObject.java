package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A part of a Kubernetes object and its field path. As in Kubernetes a null is a missing field; a
/// field of another type is refused, so that nothing is overlooked in it.
record KubeObject(RegoObject object, String place) {
    static KubeObject of(RegoValue value, String place) throws ImagePolicyException {
        if (value instanceof RegoObject object) {
            return new KubeObject(object, place);
        }
        throw new ImagePolicyException(place, "must be an object");
    }

    boolean has(String name) {
        return field(name) != null;
    }

    /// The object in a field, an empty one if there is none.
    KubeObject child(String name) throws ImagePolicyException {
        RegoValue value = field(name);
        return of(value == null ? RegoObject.EMPTY : value, at(name));
    }

    /// The objects of a list, none if there is no list.
    List<KubeObject> items(String name) throws ImagePolicyException {
        List<KubeObject> items = new ArrayList<>();
        switch (field(name)) {
            case null -> {}
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    items.add(of(array.get(i), at(name) + "[" + i + "]"));
                }
            }
            default -> throw new ImagePolicyException(at(name), "must be a list");
        }
        return items;
    }

    /// The text in a field, empty if there is none.
    String text(String name) throws ImagePolicyException {
        return switch (field(name)) {
            case null -> "";
            case RegoString string -> string.value();
            default -> throw new ImagePolicyException(at(name), "must be a string");
        };
    }

    boolean flag(String name) throws ImagePolicyException {
        return switch (field(name)) {
            case null -> false;
            case RegoBoolean flag -> flag == RegoBoolean.TRUE;
            default -> throw new ImagePolicyException(at(name), "must be true or false");
        };
    }

    String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private @Nullable RegoValue field(String name) {
        RegoValue value = object.get(name);
        return value instanceof RegoNull ? null : value;
    }
}

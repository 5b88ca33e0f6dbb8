package dev.fiducia.policy.value;

/// Bounds of a JSON text: its length in characters, its nesting, and how one number may be long.
public record JsonLimits(int maxLength, int maxDepth, int maxNumberLength) {
    public static final JsonLimits DEFAULT = new JsonLimits(64 << 20, 512, 4096);
}

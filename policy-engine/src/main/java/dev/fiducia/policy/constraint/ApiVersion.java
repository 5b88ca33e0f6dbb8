package dev.fiducia.policy.constraint;

/// The two parts of `apiVersion: group/version`; the core group is empty.
record ApiVersion(String group, String version) {
    static ApiVersion of(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new ApiVersion("", text)
                : new ApiVersion(text.substring(0, slash), text.substring(slash + 1));
    }
}

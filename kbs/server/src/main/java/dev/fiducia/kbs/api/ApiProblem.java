package dev.fiducia.kbs.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.http.Problem;
import dev.fiducia.kbs.http.Response;

/// A call is refused. Carried from wherever that is found out to the one place that answers; never
/// leaves the edge of the service.
public final class ApiProblem extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String detail;

    /// @param code stable name of the reason, `kebab-case`
    /// @param detail what is wrong and what to do about it
    public ApiProblem(int status, String code, String detail) {
        super(code + ": " + detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    /// What is asked for can't be read.
    public static ApiProblem malformed(String code, String detail) {
        return new ApiProblem(422, code, detail);
    }

    /// There is no such thing.
    public static ApiProblem unknown(String code, String detail) {
        return new ApiProblem(404, code, detail);
    }

    /// It does not fit what is there.
    public static ApiProblem conflict(String code, String detail) {
        return new ApiProblem(409, code, detail);
    }

    /// This administrator may not do it, though another may.
    public static ApiProblem forbidden(String code, String detail) {
        return new ApiProblem(403, code, detail);
    }

    /// It was meant for another version than the record is at.
    ///
    /// @param actual the record's version; 0 where there is none
    public static ApiProblem stale(long actual) {
        return new ApiProblem(
                412,
                "changed-meanwhile",
                actual == 0
                        ? "there is no such record, at any version: look at it again"
                        : "it is at version \""
                                + actual
                                + "\", not at the one that If-Match names: look at it again");
    }

    /// Others kept changing the same: the same call may succeed later.
    public static ApiProblem busy() {
        return new ApiProblem(503, "busy", "others kept changing the same: try again");
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// Stable name of the reason.
    public String code() {
        return code;
    }

    /// What is wrong and what to do about it.
    public String detail() {
        return detail;
    }

    /// The refusal as an answer.
    public Response response(String requestId) {
        return response(requestId, JsonNodeFactory.instance.objectNode());
    }

    Response response(String requestId, ObjectNode more) {
        String title =
                switch (status) {
                    case 403 -> "Not by you";
                    case 404 -> "Not there";
                    case 409 -> "Conflict";
                    case 412 -> "Changed meanwhile";
                    case 503 -> "Busy";
                    default -> "Refused";
                };
        return new Problem(status, code, title, detail).response(requestId, more);
    }
}

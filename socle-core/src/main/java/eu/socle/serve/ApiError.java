package eu.socle.serve;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A request that cannot be answered, in the form OpenAI clients read:
/// `{"error":{"message","type","param","code"}}`.
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    private ApiError(
            int status,
            String type,
            String message,
            @Nullable String param,
            @Nullable String code) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /// 400 about one field.
    static ApiError field(String name, String message) {
        return new ApiError(400, "invalid_request_error", message, name, "invalid_value");
    }

    /// 400 about the whole request.
    static ApiError invalid(String message) {
        return new ApiError(400, "invalid_request_error", message, null, null);
    }

    /// 400, the code clients look for when a conversation has grown too long.
    static ApiError tooLong(String name, int tokens, int context) {
        return new ApiError(
                400,
                "invalid_request_error",
                "The prompt has "
                        + tokens
                        + " tokens; this model's context holds "
                        + context
                        + ", at least one of them for the answer.",
                name,
                "context_length_exceeded");
    }

    static ApiError forbidden(String message) {
        return new ApiError(403, "invalid_request_error", message, null, "forbidden");
    }

    static ApiError unknownModel(String asked, String there) {
        return new ApiError(
                404,
                "invalid_request_error",
                "There is no model \"" + asked + "\" here; this server has \"" + there + "\".",
                "model",
                "model_not_found");
    }

    static ApiError unknownPath(String path) {
        return new ApiError(
                404,
                "invalid_request_error",
                "There is nothing at " + path + ".",
                null,
                "not_found");
    }

    static ApiError wrongMethod(String method, String path, String allowed) {
        return new ApiError(
                405,
                "invalid_request_error",
                method + " is not possible at " + path + "; use " + allowed + ".",
                null,
                "method_not_allowed");
    }

    static ApiError tooLarge(int limit) {
        return new ApiError(
                413,
                "invalid_request_error",
                "The request body is larger than " + limit + " bytes.",
                null,
                "request_too_large");
    }

    static ApiError busy(String message) {
        return new ApiError(429, "rate_limit_error", message, null, "server_busy");
    }

    static ApiError failed(String message) {
        return new ApiError(500, "server_error", message, null, null);
    }

    static ApiError closing() {
        return new ApiError(
                503, "server_error", "The server is shutting down.", null, "shutting_down");
    }

    int status() {
        return status;
    }

    ObjectNode json() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", getMessage());
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("error", error);
        return whole;
    }
}

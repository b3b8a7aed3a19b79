using Microsoft.AspNetCore.Http;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>The ways to fail that every service has.</summary>
public static class CommonProblems
{
    public static readonly ProblemKind ValidationFailed = new(StatusCodes.Status400BadRequest, "validation_failed", "The request is not valid.");
    public static readonly ProblemKind Unauthenticated = new(StatusCodes.Status401Unauthorized, "unauthenticated", "A valid credential is required.");
    public static readonly ProblemKind Forbidden = new(StatusCodes.Status403Forbidden, "forbidden", "The caller may not do this.");
    public static readonly ProblemKind NotFound = new(StatusCodes.Status404NotFound, "not_found", "There is nothing at this address.");
    public static readonly ProblemKind TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is too large.");
    public static readonly ProblemKind UnsupportedMediaType = new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body must be application/json.");
    public static readonly ProblemKind Internal = new(StatusCodes.Status500InternalServerError, "internal_error", "Something went wrong on our side.");
    public static readonly ProblemKind Unavailable = new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The service cannot do this at the moment; try again.");
}

using System.Net.Sockets;
using System.Security.Authentication;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>What a far side's answer means for the delivery. Pure.</summary>
internal static class WebhookAnswer
{
    public static Outcome Classify(int status, DateTimeOffset? notBefore, string? excerpt)
    {
        Outcome outcome = status switch
        {
            >= 200 and < 300 => new Outcome.Delivered(),
            StatusCodes.Status410Gone => new Outcome.Gone("the far side answered 410: it is gone for good"),
            >= 300 and < 400 => new Outcome.Refused($"the far side answered {status}: redirects are not followed"),
            StatusCodes.Status408RequestTimeout or 425 or StatusCodes.Status429TooManyRequests or >= 500
                => new Outcome.TryAgain($"the far side answered {status}", notBefore),
            _ => new Outcome.Refused($"the far side answered {status}"),
        };
        return outcome with { StatusCode = status, ResponseExcerpt = excerpt };
    }

    /// <summary>In words of ours: an exception's own may hold the address.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the far side's name could not be resolved",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } }
            => "the far side's name could not be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or HttpRequestException { InnerException: AuthenticationException }
            => "no secure connection to the far side could be made",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection to the far side could be made",
        _ => "the connection to the far side broke off",
    };
}

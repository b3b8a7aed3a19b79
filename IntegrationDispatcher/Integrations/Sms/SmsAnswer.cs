using System.Text;
using System.Text.Json;

namespace IntegrationDispatcher.Integrations.Sms;

/// <summary>What the gateway's answer means for the delivery. Pure; its own words are left out, for they name the number.</summary>
internal static class SmsAnswer
{
    public const string NoConnection = "no connection to the gateway could be made";
    public const string MayHaveBeenSent = "the gateway did not answer in time; the message may have been sent";
    public const string BadCredentials = "the gateway refuses our credentials";

    private const int OptedOut = 21610; // https://www.twilio.com/docs/api/errors/21610

    public static Outcome Classify(int status, ReadOnlySpan<byte> body, DateTimeOffset? notBefore)
    {
        var (sid, code) = Read(body);
        Outcome outcome = status switch
        {
            >= 200 and < 300 => new Outcome.Delivered { ResponseExcerpt = sid },
            StatusCodes.Status400BadRequest when code == OptedOut => new Outcome.Gone("the recipient has opted out"),
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => new Outcome.Refused(BadCredentials),
            StatusCodes.Status408RequestTimeout or StatusCodes.Status502BadGateway or StatusCodes.Status504GatewayTimeout
                => new Outcome.Uncertain($"the gateway answered {status}; the message may have been sent"), // somebody between us lost patience
            425 or StatusCodes.Status429TooManyRequests or >= 500
                => new Outcome.TryAgain($"the gateway answered {status}", notBefore),
            _ => new Outcome.Refused(code is null ? $"the gateway answered {status}" : $"the gateway answered {status} ({code})"),
        };
        return outcome with { StatusCode = status };
    }

    public static Probe Judge(int status) => status switch
    {
        StatusCodes.Status200OK => Probe.Healthy,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => Probe.Refused(BadCredentials),
        StatusCodes.Status404NotFound => Probe.Refused("the gateway does not know our account"),
        _ => Probe.Unreachable($"the gateway answered {status}"),
    };

    private static (string? Sid, int? Code) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var answer = JsonElement.ParseValue(ref reader);
            return answer.ValueKind != JsonValueKind.Object ? default : (SidIn(answer), CodeIn(answer));
        }
        catch (JsonException)
        {
            return default; // the status has said enough
        }
    }

    private static string? SidIn(JsonElement answer) =>
        answer.TryGetProperty("sid", out var sid) && sid.ValueKind == JsonValueKind.String
            ? Excerpt.Of(Encoding.UTF8.GetBytes(sid.GetString()!)) : null;

    private static int? CodeIn(JsonElement answer) =>
        answer.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number)
            ? number : null;
}

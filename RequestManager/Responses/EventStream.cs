using System.Buffers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SelfServiceAgent.Contracts;

namespace RequestManager.Responses;

/// <summary>
/// A response as Server-Sent Events (<see href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML Standard, 9.2</see>).
/// </summary>
internal sealed class EventStream(HttpResponse response)
{
    public const string MediaType = MediaTypeNames.Text.EventStream;

    /// <summary>True for a call that names the media type in its <c>Accept</c> and likes it no less than JSON (RFC 9110, 12.5.1).</summary>
    public static bool IsAskedFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var quality = QualityOf(MediaType, accepted);
        return accepted.Any(range => range.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
            && quality > 0 && quality >= QualityOf(MediaTypeNames.Application.Json, accepted);
    }

    public void Begin()
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep the pieces until there are many
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Written, but on its way only after <see cref="FlushAsync"/>.</summary>
    public void Write(string name, object data)
    {
        var json = JsonSerializer.Serialize(data, data.GetType(), WireJson.Options); // never contains a line break
        response.BodyWriter.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: {json}\n\n"));
    }

    /// <summary>A comment, which readers skip: it shows everyone on the way that the connection is alive.</summary>
    public void WriteHeartbeat() => response.BodyWriter.Write(":\n\n"u8);

    /// <summary>A caller that has hung up is no error.</summary>
    public async Task FlushAsync() => await response.BodyWriter.FlushAsync(CancellationToken.None);

    // What the most specific range that matches says; 0 when none does.
    private static double QualityOf(string mediaType, IList<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => range.MatchesMediaType(mediaType))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1).FirstOrDefault();
}

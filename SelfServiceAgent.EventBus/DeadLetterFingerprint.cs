using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SelfServiceAgent.EventBus;

/// <summary>
/// By which a dead letter is known when it comes again: SHA-256 of whose it is, its id and its body. An event that is published again says
/// anew who waits for the answer and in which trace; that makes no other letter of it. Pure.
/// </summary>
public static class DeadLetterFingerprint
{
    public static byte[] Of(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var body = letter.Body.Span;
        var rest = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{letter.Service}\0{letter.EventId}\0"));
        foreach (var (start, end) in SaidAnew(body))
        {
            hash.AppendData(body[rest..start]);
            rest = end;
        }

        hash.AppendData(body[rest..]);
        return hash.GetHashAndReset();
    }

    private static List<(int Start, int End)> SaidAnew(ReadOnlySpan<byte> body)
    {
        var found = new List<(int, int)>();
        var json = new Utf8JsonReader(body);
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1) continue;
                if (!json.ValueTextEquals(EventCodec.ReplyTo) && !json.ValueTextEquals(EventCodec.TraceParent)) continue;
                var start = (int)json.TokenStartIndex;
                json.Skip();
                found.Add((start, (int)json.BytesConsumed));
            }

            return found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // half a surrogate pair is the latter
        {
            return []; // whatever it is, it is no event of ours
        }
    }
}

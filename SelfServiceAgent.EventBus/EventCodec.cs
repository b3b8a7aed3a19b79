using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus;

/// <summary>Between <see cref="Envelope{TData}"/> and CloudEvents 1.0 in JSON: structured mode out, structured and binary mode in.</summary>
internal static class EventCodec
{
    public const string StructuredMediaType = "application/cloudevents+json";
    public const string ReplyTo = "replyto", TraceParent = "traceparent";

    private static readonly CloudEventAttribute _userId = Extension("userid");
    private static readonly CloudEventAttribute _sessionId = Extension("sessionid");
    private static readonly CloudEventAttribute _sessionSeq = CloudEventAttribute.CreateExtension("sessionseq", CloudEventAttributeType.Integer);
    private static readonly CloudEventAttribute _requestId = Extension("requestid");
    private static readonly CloudEventAttribute _replyTo = Extension(ReplyTo);
    private static readonly CloudEventAttribute _correlationId = Extension("correlationid");
    private static readonly CloudEventAttribute _causationId = Extension("causationid");
    private static readonly CloudEventAttribute _traceParent = Extension(TraceParent);

    private static readonly CloudEventAttribute[] _extensions =
        [_userId, _sessionId, _sessionSeq, _requestId, _replyTo, _correlationId, _causationId, _traceParent];

    // An event that lacks what its record requires is malformed, not half empty.
    private static readonly JsonSerializerOptions _strict = new(WireJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly JsonEventFormatter _formatter = new(_strict, default);

    public static ReadOnlyMemory<byte> Encode<TData>(Envelope<TData> envelope)
    {
        var cloudEvent = new CloudEvent(CloudEventsSpecVersion.V1_0, _extensions)
        {
            Id = envelope.Id,
            Source = new Uri(envelope.Source, UriKind.Relative),
            Type = envelope.Type,
            Time = envelope.Time,
            Subject = envelope.Subject,
            DataContentType = MediaTypeNames.Application.Json,
            Data = envelope.Data,
        };
        cloudEvent[_userId] = Allowed(envelope.UserId);
        cloudEvent[_sessionId] = Allowed(envelope.SessionId);
        cloudEvent[_sessionSeq] = envelope.SessionSeq;
        cloudEvent[_requestId] = Allowed(envelope.RequestId);
        cloudEvent[_replyTo] = Allowed(envelope.ReplyTo);
        cloudEvent[_correlationId] = Allowed(envelope.CorrelationId);
        cloudEvent[_causationId] = Allowed(envelope.CausationId);
        cloudEvent[_traceParent] = Allowed(envelope.TraceParent);
        return _formatter.EncodeStructuredModeMessage(cloudEvent, out _);
    }

    /// <exception cref="EventRejectedException">The bytes are not a CloudEvent.</exception>
    public static CloudEvent DecodeStructured(ReadOnlyMemory<byte> body) =>
        Decode(() => _formatter.DecodeStructuredModeMessage(body, new ContentType(StructuredMediaType), _extensions));

    /// <param name="readAttributes">Gives them by name without the protocol's prefix, in lower case.</param>
    /// <exception cref="EventRejectedException">Attributes and bytes do not make a CloudEvent.</exception>
    public static CloudEvent DecodeBinary(Func<IReadOnlyDictionary<string, string>> readAttributes, string? contentType, ReadOnlyMemory<byte> body) => Decode(() =>
    {
        var attributes = readAttributes();
        var version = CloudEventsSpecVersion.FromVersionId(attributes.GetValueOrDefault("specversion"))
            ?? throw new EventRejectedException("specversion is missing or unknown");
        var cloudEvent = new CloudEvent(version, _extensions);
        foreach (var (name, value) in attributes)
        {
            if (name is not ("specversion" or "datacontenttype")) cloudEvent.SetAttributeFromString(name, value);
        }

        cloudEvent.DataContentType = contentType ?? MediaTypeNames.Application.Json;
        _formatter.DecodeBinaryModeEventData(body, cloudEvent);
        return cloudEvent.IsValid ? cloudEvent : throw new EventRejectedException("a required attribute is missing");
    });

    /// <exception cref="EventRejectedException">The data is not what the event's type promises.</exception>
    public static Envelope<TData> Open<TData>(CloudEvent cloudEvent)
    {
        if (cloudEvent.Data is not JsonElement { ValueKind: JsonValueKind.Object } json) throw new EventRejectedException("data is not a JSON object");
        var data = Decode(() => json.Deserialize<TData>(_strict)!);
        return new(cloudEvent.Id!, cloudEvent.Source!.OriginalString, cloudEvent.Type!, cloudEvent.Time ?? default, cloudEvent.Subject ?? "", data)
        {
            UserId = (string?)cloudEvent[_userId],
            SessionId = (string?)cloudEvent[_sessionId],
            SessionSeq = (int?)cloudEvent[_sessionSeq],
            RequestId = (string?)cloudEvent[_requestId],
            ReplyTo = (string?)cloudEvent[_replyTo],
            CorrelationId = (string?)cloudEvent[_correlationId],
            CausationId = (string?)cloudEvent[_causationId],
            TraceParent = TraceParentOf(cloudEvent),
        };
    }

    public static string? TraceParentOf(CloudEvent cloudEvent) => (string?)cloudEvent[_traceParent];

    // A stored row must always be publishable: what CloudEvents forbids in a string attribute (controls and noncharacters) is replaced.
    private static string? Allowed(string? text)
    {
        if (text is null || text.EnumerateRunes().All(IsAllowed)) return text;
        return string.Concat(text.EnumerateRunes().Select(rune => (IsAllowed(rune) ? rune : Rune.ReplacementChar).ToString()));
    }

    private static bool IsAllowed(Rune rune) => !Rune.IsControl(rune) && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF);

    // The formatter reports malformed input by these; their messages may quote the input, so only the kind is passed on.
    private static T Decode<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw new EventRejectedException($"not a readable event ({e.GetType().Name})", e);
        }
    }

    private static CloudEventAttribute Extension(string name) => CloudEventAttribute.CreateExtension(name, CloudEventAttributeType.String);
}

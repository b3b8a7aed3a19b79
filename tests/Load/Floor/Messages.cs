using System.Text.Json.Serialization;

namespace Load.Floor;

internal sealed record Question(string UserId, string Content);

internal sealed record Asked(Guid Id, string UserId, string Content);

internal sealed record Answered(Guid Id, string Content);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Asked))]
[JsonSerializable(typeof(Answered))]
internal sealed partial class FloorJson : JsonSerializerContext;

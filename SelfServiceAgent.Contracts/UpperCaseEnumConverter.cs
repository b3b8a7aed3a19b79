using System.Text.Json;
using System.Text.Json.Serialization;

namespace SelfServiceAgent.Contracts;

/// <summary>Enums on the wire: written in SNAKE_UPPER case, read in any case, never as numbers.</summary>
public sealed class UpperCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false)
    where TEnum : struct, Enum;

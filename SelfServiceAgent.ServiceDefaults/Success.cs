using System.Text.Json.Serialization;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>The answer where there is nothing to show but that it was done.</summary>
/// <param name="Message">What was done, for a person.</param>
public sealed record Success(string Message)
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Status { get; } = "success";
}
